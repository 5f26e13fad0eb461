/**
 * The rules as the screen edits them. The JSON document itself is what is edited, by pointers and without changing what stands
 * elsewhere: whatever this page does not know stays as it was.
 */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }
export type Path = readonly (string | number)[]

export interface RuleJson extends JsonObject {
  name: string
  zh: string
  then: JsonObject
}

export interface GroupJson extends JsonObject {
  name: string
  zh: string
  mode: 'FIRST' | 'ALL'
  rules: RuleJson[]
}

export interface RulesDocument extends JsonObject {
  groups: GroupJson[]
  otherwise: { zh: string; then: JsonObject }
}

export const USUAL_PRIORITY = 100
export const OTHERWISE = 'otherwise'
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/

const isObject = (json: Json | undefined): json is JsonObject => typeof json === 'object' && json !== null && !Array.isArray(json)

// ------------------------------------------------------------ pointers

/** What stands at a place; undefined where nothing does. */
export function at(json: Json | undefined, path: Path): Json | undefined {
  let here: Json | undefined = json
  for (const step of path) {
    if (Array.isArray(here)) {
      here = here[Number(step)]
    } else if (isObject(here)) {
      here = Object.hasOwn(here, step) ? here[step] : undefined
    } else {
      return undefined
    }
  }
  return here
}

/** The same document with something else at a place; what lies beside the way there is shared. Undefined takes a property away. */
export function put<T extends Json>(json: T, path: Path, value: Json | undefined): T {
  if (path.length === 0) {
    return value as T
  }
  const [step, ...rest] = path as [string | number, ...(string | number)[]]
  if (Array.isArray(json)) {
    const copy = [...json]
    if (rest.length === 0 && value === undefined) {
      copy.splice(Number(step), 1)
    } else {
      copy[Number(step)] = put(json[Number(step)] ?? {}, rest, value)
    }
    return copy as T
  }
  const object: JsonObject = isObject(json) ? json : {}
  if (rest.length === 0 && value === undefined) {
    const { [String(step)]: gone, ...others } = object
    void gone
    return others as T
  }
  return { ...object, [String(step)]: put(object[String(step)] ?? {}, rest, value) } as T
}

/** A JSON pointer's steps. */
export function steps(pointer: string): string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What a fault of a check points at. */
export type Spot =
  | { kind: 'rule'; group: number; rule: number; rest: string[] }
  | { kind: 'group'; group: number; rest: string[] }
  | { kind: 'otherwise'; rest: string[] }
  | { kind: 'words'; list?: string; rest: string[] }
  | { kind: 'catalogue'; line: number; rest: string[] }
  | { kind: 'document'; rest: string[] }

export function spotOf(pointer: string): Spot {
  const all = steps(pointer)
  if (all[0] === 'catalogue') {
    return { kind: 'catalogue', line: Number(all[1] ?? -1), rest: all.slice(2) }
  }
  const [first, group, second, rule, ...rest] = all[0] === 'document' ? all.slice(1) : all
  if (first === 'groups' && group !== undefined) {
    return second === 'rules' && rule !== undefined
      ? { kind: 'rule', group: Number(group), rule: Number(rule), rest }
      : { kind: 'group', group: Number(group), rest: [second, rule, ...rest].filter((one) => one !== undefined) }
  }
  const inside = [group, second, rule, ...rest].filter((one) => one !== undefined)
  if (first === OTHERWISE) {
    return { kind: 'otherwise', rest: inside }
  }
  if (first === 'words') {
    return { kind: 'words', list: group, rest: inside.slice(1) }
  }
  return { kind: 'document', rest: first === undefined ? [] : [first, ...inside] }
}

/** Faults by the rule at which they stand: `0/3`, `otherwise`, `group/1`, or `` for the document. */
export function byRule<F extends { pointer: string }>(faults: readonly F[]): Map<string, (F & { rest: string[] })[]> {
  const found = new Map<string, (F & { rest: string[] })[]>()
  for (const fault of faults) {
    const spot = spotOf(fault.pointer)
    const key =
      spot.kind === 'rule'
        ? `${spot.group}/${spot.rule}`
        : spot.kind === 'group'
          ? `group/${spot.group}`
          : spot.kind === 'otherwise'
            ? OTHERWISE
            : spot.kind === 'words'
              ? 'words'
              : ''
    found.set(key, [...(found.get(key) ?? []), { ...fault, rest: spot.rest }])
  }
  return found
}

// ------------------------------------------------------------ conditions

/** A condition as the builder shows it. What it does not know is kept as it came. */
export type Condition =
  | { kind: 'all' | 'any'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'test'; field: string; operator: string; value: Json }
  | { kind: 'other'; json: Json }

export function readCondition(json: Json): Condition {
  if (isObject(json)) {
    const keys = Object.keys(json)
    const [only] = keys
    if (keys.length === 1 && (only === 'all' || only === 'any') && Array.isArray(json[only])) {
      return { kind: only, parts: json[only].map(readCondition) }
    }
    if (keys.length === 1 && only === 'not') {
      return { kind: 'not', part: readCondition(json.not!) }
    }
    if (keys.length === 2 && typeof json.field === 'string') {
      const operator = keys.find((key) => key !== 'field')!
      return { kind: 'test', field: json.field, operator, value: json[operator]! }
    }
  }
  return { kind: 'other', json }
}

export function writeCondition(condition: Condition): Json {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { [condition.kind]: condition.parts.map(writeCondition) }
    case 'not':
      return { not: writeCondition(condition.part) }
    case 'test':
      return { field: condition.field, [condition.operator]: condition.value }
    default:
      return condition.json
  }
}

export type Kind = 'CODE' | 'DIVISION' | 'TEXT' | 'NUMBER' | 'YES_NO' | 'TIME' | 'POINT'

/** How a value is written down, by operator and kind of field. */
export type Editor = 'codes' | 'texts' | 'words' | 'number' | 'range' | 'yesNo' | 'span' | 'daily' | 'near' | 'inside'

export function editorOf(kind: Kind, operator: string): Editor | undefined {
  switch (operator) {
    case 'exists':
    case 'workingTime':
      return 'yesNo'
    case 'eq':
    case 'in':
      return kind === 'NUMBER' ? 'number' : kind === 'YES_NO' ? 'yesNo' : kind === 'TEXT' ? 'texts' : 'codes'
    case 'prefix':
    case 'within':
      return kind === 'TEXT' ? 'texts' : 'codes'
    case 'suffix':
    case 'contains':
      return 'texts'
    case 'words':
    case 'range':
    case 'span':
    case 'daily':
    case 'near':
    case 'inside':
      return operator
    default:
      return undefined
  }
}

/** What a new test asks for until its author says. */
export function freshValue(editor: Editor): Json {
  switch (editor) {
    case 'yesNo':
      return true
    case 'number':
      return 1
    case 'range':
      return { from: 1 }
    case 'span':
      return {}
    case 'daily':
      return { from: '22:00', to: '06:00' }
    case 'near':
      return { lon: 117.2, lat: 34.3, metres: 500 }
    default:
      return []
  }
}

/**
 * The operators of a field that are put before an author. `eq` and `in` ask the same: one of them is offered, and the other where it
 * was written.
 */
export function offered(kind: Kind | undefined, operators: readonly string[], written: string): string[] {
  const other = kind === 'NUMBER' || written === 'eq' ? 'in' : 'eq'
  return operators.filter((one) => one === written || one !== other || !operators.includes(other === 'in' ? 'eq' : 'in'))
}

/** A test of another field. Codes of one field mean nothing in another; what is looked for in a text may stay. */
export function withField(
  test: Condition & { kind: 'test' },
  from: Kind | undefined,
  to: { field: string; kind: Kind; operators: readonly string[] },
): Condition & { kind: 'test' } {
  if (to.kind === from && to.operators.includes(test.operator)) {
    const kept = to.kind !== 'CODE' || editorOf(to.kind, test.operator) === 'yesNo'
    return { ...test, field: to.field, value: kept ? test.value : freshValue(editorOf(to.kind, test.operator)!) }
  }
  const usual = { CODE: 'in', DIVISION: 'within', TEXT: 'contains', NUMBER: 'range', YES_NO: 'eq', TIME: 'workingTime', POINT: 'near' }[to.kind]
  return { kind: 'test', field: to.field, operator: usual, value: freshValue(editorOf(to.kind, usual)!) }
}

/** The same test with another operator; the value goes along where the new one takes it. */
export function withOperator(test: Condition & { kind: 'test' }, kind: Kind, operator: string): Condition & { kind: 'test' } {
  const before = editorOf(kind, test.operator)
  const after = editorOf(kind, operator)!
  const textual: (Editor | undefined)[] = ['codes', 'texts', 'words']
  const list = before === 'words' && typeof test.value === 'string'
  const kept = before === after || (textual.includes(before) && textual.includes(after) && !list)
  return { ...test, operator, value: kept ? (after === 'words' && typeof test.value === 'string' ? [test.value] : test.value) : freshValue(after) }
}

/** The values of a test, one or several. */
export function values(value: Json): string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : []
}

/** The same in the form in which they were: a single one stays a plain text. */
export function asBefore(now: string[], before: Json): Json {
  return typeof before === 'string' && now.length === 1 ? now[0]! : now
}

/** Whether there is nothing in it to decide by: an empty list of values, a span without ends. */
export function unfinished(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.parts.some(unfinished)
    case 'any':
      return condition.parts.length === 0 || condition.parts.some(unfinished)
    case 'not':
      return unfinished(condition.part)
    case 'test':
      return (
        (Array.isArray(condition.value) && condition.value.length === 0) ||
        condition.value === null ||
        ((condition.operator === 'span' || condition.operator === 'range') &&
          isObject(condition.value) &&
          Object.values(condition.value).every((end) => end === null))
      )
    default:
      return false
  }
}

// ------------------------------------------------------------ rules in their order

export const priority = (rule: RuleJson) => (typeof rule.priority === 'number' ? rule.priority : USUAL_PRIORITY)

/** A group's rules in the order in which they are looked at: by priority, then by place. */
export function inOrder(group: GroupJson): number[] {
  return group.rules
    .map((_, place) => place)
    .sort((one, other) => priority(group.rules[one]!) - priority(group.rules[other]!) || one - other)
}

/**
 * Moves a rule up (-1) or down (1) in the order in which rules are looked at. Of two rules with different priorities the numbers
 * change hands with the places, so that the order on the page is the one that decides.
 */
export function moveRule(document: RulesDocument, group: number, rule: number, by: -1 | 1): { document: RulesDocument; rule: number } {
  const rules = document.groups[group]!.rules
  const order = inOrder(document.groups[group]!)
  const other = order[order.indexOf(rule) + by]
  if (other === undefined) {
    return { document, rule }
  }
  const [mine, theirs] = [rules[rule]!, rules[other]!]
  const copy = [...rules]
  copy[other] = priority(mine) === priority(theirs) ? mine : { ...mine, priority: priority(theirs) }
  copy[rule] = priority(mine) === priority(theirs) ? theirs : { ...theirs, priority: priority(mine) }
  return { document: put(document, ['groups', group, 'rules'], copy), rule: other }
}

/** Moves a group; groups run in their order. */
export function moveGroup(document: RulesDocument, group: number, by: -1 | 1): { document: RulesDocument; group: number } {
  const to = group + by
  if (to < 0 || to >= document.groups.length) {
    return { document, group }
  }
  const groups = [...document.groups]
  ;[groups[group], groups[to]] = [groups[to]!, groups[group]!]
  return { document: { ...document, groups }, group: to }
}

/** Takes a rule to the end of another group. */
export function regroup(document: RulesDocument, group: number, rule: number, to: number): { document: RulesDocument; rule: number } {
  const taken = document.groups[group]!.rules[rule]!
  const without = put(document, ['groups', group, 'rules', rule], undefined)
  const rules = [...without.groups[to]!.rules, taken]
  return { document: put(without, ['groups', to, 'rules'], rules), rule: rules.length - 1 }
}

export function ruleNames(document: RulesDocument): string[] {
  return document.groups.flatMap((group) => group.rules.map((rule) => rule.name))
}

/** Why a rule cannot have this name; undefined where it can. */
export function nameFault(document: RulesDocument, name: string, own: string): 'pattern' | 'taken' | undefined {
  if (!NAME.test(name)) {
    return 'pattern'
  }
  return name === OTHERWISE || (name !== own && ruleNames(document).includes(name)) ? 'taken' : undefined
}

/** A name that nobody has: `dispute`, `dispute-2`, … */
export function freeName(taken: readonly string[], wanted: string): string {
  const all = new Set([...taken, OTHERWISE])
  const base = wanted.replace(/-\d+$/, '').slice(0, 58)
  let name = base
  for (let number = 2; all.has(name); number++) {
    name = `${base}-${number}`
  }
  return name
}

/** Adds a rule behind another one, or at the end of a group. */
export function addRule(document: RulesDocument, group: number, rule: RuleJson, behind?: number): { document: RulesDocument; rule: number } {
  const rules = [...document.groups[group]!.rules]
  const place = behind === undefined ? rules.length : behind + 1
  rules.splice(place, 0, { ...rule, name: freeName(ruleNames(document), rule.name) })
  return { document: put(document, ['groups', group, 'rules'], rules), rule: place }
}

// ------------------------------------------------------------ word lists

/** The rules that use a list of words, by name. */
export function usersOf(document: RulesDocument, list: string): string[] {
  const uses = (condition: Condition): boolean =>
    condition.kind === 'test'
      ? condition.operator === 'words' && condition.value === list
      : condition.kind === 'not'
        ? uses(condition.part)
        : condition.kind === 'other'
          ? false
          : condition.parts.some(uses)
  return document.groups.flatMap((group) =>
    group.rules.filter((rule) => rule.when != null && uses(readCondition(rule.when as Json))).map((rule) => rule.name),
  )
}

function renamed(json: Json, from: string, to: string): Json {
  const condition = readCondition(json)
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const parts = (json as JsonObject)[condition.kind] as Json[]
      const now = parts.map((part) => renamed(part, from, to))
      return now.every((part, index) => part === parts[index]) ? json : { [condition.kind]: now }
    }
    case 'not': {
      const part = (json as JsonObject).not!
      const now = renamed(part, from, to)
      return now === part ? json : { not: now }
    }
    case 'test':
      return condition.operator === 'words' && condition.value === from ? { ...(json as JsonObject), words: to } : json
    default:
      return json
  }
}

/** Gives a list of words another name, in the rules that use it too; the lists keep their order. */
export function renameList(document: RulesDocument, from: string, to: string): RulesDocument {
  const lists = Object.entries((document.words ?? {}) as JsonObject).map(([name, words]) => [name === from ? to : name, words])
  return {
    ...document,
    words: Object.fromEntries(lists) as JsonObject,
    groups: document.groups.map((group) => {
      const rules = group.rules.map((rule) => {
        const when = rule.when == null ? rule.when : renamed(rule.when as Json, from, to)
        return when === rule.when ? rule : ({ ...rule, when } as RuleJson)
      })
      return rules.every((rule, index) => rule === group.rules[index]) ? group : { ...group, rules }
    }),
  }
}

// ------------------------------------------------------------ what two people have changed

/** Names of what is different: rules, groups (with @), word lists (with “”), the rest. */
export function changedNames(before: RulesDocument, after: RulesDocument): string[] {
  const flat = (document: RulesDocument): Map<string, string> => {
    const parts = new Map<string, string>()
    for (const group of document.groups) {
      parts.set(`@${group.name}`, JSON.stringify([group.zh, group.mode, group.rules.map((rule) => rule.name)]))
      for (const rule of group.rules) {
        parts.set(rule.name, JSON.stringify([group.name, rule]))
      }
    }
    parts.set(OTHERWISE, JSON.stringify(document.otherwise))
    for (const [name, words] of Object.entries((document.words ?? {}) as JsonObject)) {
      parts.set(`“${name}”`, JSON.stringify(words))
    }
    for (const [role, name] of Object.entries((document.roles ?? {}) as JsonObject)) {
      parts.set(`#${role}`, JSON.stringify(name))
    }
    return parts
  }
  const [old, now] = [flat(before), flat(after)]
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name))
}

// ------------------------------------------------------------ what is missing in what the screen has not written yet

/** A rule as it begins. */
export function freshRule(name: string, zh: string): RuleJson {
  return { name, zh, when: { all: [] }, then: {} }
}

export type UnitKind = 'target' | 'role' | 'catalogue' | 'line' | 'parentOf'

/** How a unit is named; undefined for a form that the page does not know. */
export function unitKind(unit: Json | undefined): UnitKind | undefined {
  return isObject(unit) ? (['target', 'role', 'catalogue', 'parentOf', 'line'] as const).find((kind) => kind in unit) : undefined
}

export function freshUnit(kind: UnitKind): JsonObject {
  switch (kind) {
    case 'catalogue':
      return { catalogue: true }
    case 'parentOf':
      return { parentOf: { role: '' } }
    default:
      return { [kind]: '' }
  }
}

export type RouteKind = 'deliver' | 'review' | 'transfer' | 'answer'

export function routeKind(then: JsonObject): RouteKind | undefined {
  return (['deliver', 'review', 'transfer', 'answer'] as const).find((kind) => kind in then)
}

export function freshRoute(kind: RouteKind): JsonObject {
  switch (kind) {
    case 'deliver':
      return { host: { target: '' } }
    case 'review':
      return { within: 'PT15M', fallback: { deliver: { host: { target: '' } } } }
    case 'transfer':
      return { line: 'FIRST_RECEIVER' }
    default:
      return { text: '' }
  }
}

/** The same action by another way; the marks stay. */
export function withRoute(then: JsonObject, kind: RouteKind | undefined): JsonObject {
  const marks = Object.fromEntries(Object.entries(then).filter(([name]) => !['deliver', 'review', 'transfer', 'answer'].includes(name)))
  return kind === undefined ? (marks as JsonObject) : ({ [kind]: freshRoute(kind), ...marks } as JsonObject)
}
