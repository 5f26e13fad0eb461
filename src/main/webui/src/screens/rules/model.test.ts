// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  addRule,
  asBefore,
  at,
  byRule,
  changedNames,
  editorOf,
  freeName,
  freshRule,
  freshValue,
  inOrder,
  moveGroup,
  moveRule,
  nameFault,
  offered,
  put,
  readCondition,
  regroup,
  renameList,
  spotOf,
  unfinished,
  usersOf,
  values,
  withField,
  withOperator,
  withRoute,
  writeCondition,
  type Json,
  type RulesDocument,
} from './model'

const packs = resolve(import.meta.dirname, '../../../../../../contracts/packs')
const rulesets: [string, RulesDocument][] = [
  ...readdirSync(packs, { withFileTypes: true })
    .filter((pack) => pack.isDirectory())
    .map((pack): [string, RulesDocument] => [pack.name, JSON.parse(readFileSync(resolve(packs, pack.name, 'ruleset.json'), 'utf8'))]),
  ['example', JSON.parse(readFileSync(resolve(packs, '../rulesets/v1/example.json'), 'utf8'))],
]

/** Every place of a document, so that each can be written again. */
function* places(json: Json, path: (string | number)[] = []): Generator<(string | number)[]> {
  yield path
  if (typeof json === 'object' && json !== null) {
    for (const [name, inside] of Object.entries(json)) {
      yield* places(inside, [...path, Array.isArray(json) ? Number(name) : name])
    }
  }
}

describe('the packs’ rulesets', () => {
  it('there are some', () => expect(rulesets.length).toBeGreaterThan(4))

  it.each(rulesets)('%s: conditions are written as they were read', (_, document) => {
    for (const rule of document.groups.flatMap((group) => group.rules)) {
      if (rule.when != null) {
        expect(JSON.stringify(writeCondition(readCondition(rule.when as Json)))).toBe(JSON.stringify(rule.when))
      }
    }
  })

  it.each(rulesets)('%s: writing what stands at a place changes nothing anywhere', (_, document) => {
    const text = JSON.stringify(document)
    for (const path of places(document)) {
      expect(JSON.stringify(put(document, path, at(document, path)))).toBe(text)
    }
  })

  it.each(rulesets)('%s: a change leaves everything beside it as it was, unknown things too', (_, document) => {
    const strange = put(document, ['groups', 0, 'rules', 0, 'x-future'], { a: [1, null, { b: 'c' }] })
    const changed = put(strange, ['groups', 0, 'rules', 0, 'zh'], '别的')
    expect(at(changed, ['groups', 0, 'rules', 0, 'x-future'])).toEqual({ a: [1, null, { b: 'c' }] })
    expect(put(put(changed, ['groups', 0, 'rules', 0, 'zh'], document.groups[0]!.rules[0]!.zh), ['groups', 0, 'rules', 0, 'x-future'], undefined)).toEqual(document)
    expect(document).toEqual(JSON.parse(JSON.stringify(document)))
  })

  it.each(rulesets)('%s: moving a rule down and up again gives the same order of decisions', (_, document) => {
    document.groups.forEach((group, place) => {
      const names = (one: RulesDocument) => inOrder(one.groups[place]!).map((index) => one.groups[place]!.rules[index]!.name)
      for (const index of inOrder(group).slice(0, -1)) {
        const down = moveRule(document, place, index, 1)
        const was = names(document)
        const now = names(down.document)
        expect(now.indexOf(group.rules[index]!.name)).toBe(was.indexOf(group.rules[index]!.name) + 1)
        expect(names(moveRule(down.document, place, down.rule, -1).document)).toEqual(was)
        expect([...now].sort()).toEqual([...was].sort())
      }
    })
  })
})

const example = rulesets.find(([name]) => name === 'example')![1]

describe('conditions', () => {
  it.each([
    [{ all: [], x: 1 }],
    [{ field: 'title', contains: 'a', eq: 'b' }],
    [{ field: 1, eq: 'b' }],
    [{ some: [{ field: 'title', eq: 'a' }] }],
    ['text'],
    [null],
    [[{ all: [] }]],
  ] as Json[][])('what is not known is kept: %j', (json) => {
    expect(readCondition(json!)).toEqual({ kind: 'other', json })
    expect(writeCondition({ kind: 'all', parts: [readCondition(json!)] })).toEqual({ all: [json] })
  })

  it('a single value stays a plain text', () => {
    expect(asBefore(['a'], 'b')).toBe('a')
    expect(asBefore(['a', 'b'], 'b')).toEqual(['a', 'b'])
    expect(asBefore(['a'], ['b'])).toEqual(['a'])
    expect(values('a')).toEqual(['a'])
  })

  it('another operator keeps the value where it fits', () => {
    const test = { kind: 'test', field: 'title', operator: 'contains', value: '井盖' } as const
    expect(withOperator(test, 'TEXT', 'prefix').value).toBe('井盖')
    expect(withOperator(test, 'TEXT', 'words').value).toEqual(['井盖'])
    expect(withOperator(test, 'TEXT', 'exists').value).toBe(true)
    expect(withOperator({ ...test, operator: 'words', value: '泄漏' }, 'TEXT', 'contains').value).toEqual([])
  })

  it('no field has an operator that cannot be written', () => {
    const kinds = {
      CODE: ['eq', 'in', 'prefix', 'suffix', 'exists'],
      DIVISION: ['eq', 'in', 'prefix', 'within', 'exists'],
      TEXT: ['eq', 'in', 'prefix', 'suffix', 'contains', 'words', 'exists'],
      NUMBER: ['eq', 'in', 'range', 'exists'],
      YES_NO: ['eq', 'exists'],
      TIME: ['span', 'daily', 'workingTime', 'exists'],
      POINT: ['near', 'inside', 'exists'],
    } as const
    for (const [name, operators] of Object.entries(kinds)) {
      const kind = name as keyof typeof kinds
      for (const operator of operators) {
        expect(editorOf(kind, operator)).toBeDefined()
        const all = offered(kind, operators, operator)
        expect(all).toContain(operator)
        expect(all.includes('eq') && all.includes('in')).toBe(kind === 'NUMBER' && operator === 'in')
        for (const [other, others] of Object.entries(kinds)) {
          const test = { kind: 'test', field: 'a', operator, value: freshValue(editorOf(kind, operator)!) } as const
          const now = withField(test, kind, { field: 'b', kind: other as keyof typeof kinds, operators: others })
          expect(now.field).toBe('b')
          expect(others).toContain(now.operator)
        }
      }
    }
    expect(withField({ kind: 'test', field: 'title', operator: 'contains', value: '井盖' }, 'TEXT', { field: 'address', kind: 'TEXT', operators: kinds.TEXT }).value).toBe('井盖')
    expect(withField({ kind: 'test', field: 'feed', operator: 'eq', value: '110' }, 'CODE', { field: 'tags', kind: 'CODE', operators: kinds.CODE }).value).toEqual([])
  })

  it('knows what still wants a value', () => {
    expect(unfinished(readCondition({ all: [{ not: { field: 'title', contains: [] } }] }))).toBe(true)
    expect(unfinished(readCondition({ field: 'amount', range: { from: null } }))).toBe(true)
    expect(unfinished(readCondition({ any: [] }))).toBe(true)
    expect(unfinished(readCondition({ all: [] }))).toBe(false)
    expect(unfinished(readCondition({ field: 'amount', range: { from: 0 } }))).toBe(false)
  })
})

describe('faults', () => {
  it('are found at their rule', () => {
    expect(spotOf('/document/groups/1/rules/20/when/all/0/field')).toEqual({ kind: 'rule', group: 1, rule: 20, rest: ['when', 'all', '0', 'field'] })
    expect(spotOf('/document/groups/1/zh')).toEqual({ kind: 'group', group: 1, rest: ['zh'] })
    expect(spotOf('/document/otherwise/then')).toEqual({ kind: 'otherwise', rest: ['then'] })
    expect(spotOf('/document/words/a~1b~0/3')).toEqual({ kind: 'words', list: 'a/b~', rest: ['3'] })
    expect(spotOf('/catalogue/12/host')).toEqual({ kind: 'catalogue', line: 12, rest: ['host'] })
    expect(spotOf('/document')).toEqual({ kind: 'document', rest: [] })
    const found = byRule([
      { pointer: '/document/groups/0/rules/1/name', detail: 'a' },
      { pointer: '/document/groups/0/rules/1/then', detail: 'b' },
      { pointer: '/document/otherwise', detail: 'c' },
    ])
    expect(found.get('0/1')!.map((fault) => fault.detail)).toEqual(['a', 'b'])
    expect(found.get('otherwise')).toHaveLength(1)
  })
})

describe('rules', () => {
  it('have names of their own', () => {
    expect(nameFault(example, 'leak', 'leak')).toBeUndefined()
    expect(nameFault(example, 'leak', 'urgent')).toBe('taken')
    expect(nameFault(example, 'otherwise', 'urgent')).toBe('taken')
    expect(nameFault(example, 'Ä', 'urgent')).toBe('pattern')
    expect(freeName(['a', 'a-2'], 'a')).toBe('a-3')
    expect(freeName(['a', 'a-2'], 'a-2')).toBe('a-3')
    expect(freeName([], 'otherwise')).toBe('otherwise-2')
    const added = addRule(example, 1, freshRule('police', '新规则'), 0)
    expect(added.rule).toBe(1)
    expect(added.document.groups[1]!.rules[1]!.name).toBe('police-2')
  })

  it('go to another group, and groups move', () => {
    const moved = regroup(example, 1, 0, 0)
    expect(moved.document.groups[0]!.rules.at(-1)).toBe(example.groups[1]!.rules[0])
    expect(moved.document.groups[1]!.rules).toHaveLength(example.groups[1]!.rules.length - 1)
    expect(moveGroup(example, 0, 1).document.groups.map((group) => group.name)).toEqual(['dispatch', 'grading'])
    expect(moveGroup(example, 0, -1).document).toBe(example)
    expect(moveRule(example, 0, 0, -1).document).toBe(example)
  })

  it('keep their marks when the way changes', () => {
    expect(withRoute({ deliver: { host: { role: 'A' } }, deadline: '123' }, 'transfer')).toEqual({
      transfer: { line: 'FIRST_RECEIVER' },
      deadline: '123',
    })
    expect(withRoute({ answer: { text: 'x' }, tags: 'a' }, undefined)).toEqual({ tags: 'a' })
  })
})

describe('word lists', () => {
  it('take their rules along when they are renamed', () => {
    expect(usersOf(example, '泄漏')).toEqual(['leak'])
    const renamed = renameList(example, '泄漏', '漏气')
    expect(usersOf(renamed, '漏气')).toEqual(['leak'])
    expect(usersOf(renamed, '泄漏')).toEqual([])
    expect(renamed.groups[1]).toBe(example.groups[1])
    expect(renameList(renamed, '漏气', '泄漏')).toEqual(example)
  })
})

describe('what has changed', () => {
  it('is told by name', () => {
    expect(changedNames(example, example)).toEqual([])
    const other = put(put(example, ['groups', 0, 'rules', 0, 'zh'], 'x'), ['words', '新'], ['a'])
    expect(changedNames(example, other)).toEqual(['leak', '“新”'])
  })
})
