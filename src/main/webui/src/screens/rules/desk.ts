import { computed, inject, onScopeDispose, provide, ref, shallowRef, watch, type InjectionKey } from 'vue'
import { api, ask, askWithTag, Refused, type Sent, type Shape } from '@/api/client'
import type { Line } from '@/screens/rules/catalogue'
import { byRule, changedNames, put, ruleNames, spotOf, type Json, type JsonObject, type Kind, type RulesDocument } from '@/screens/rules/model'
import { useSession } from '@/session/session'
import { useLoad } from '@/ui/load'

export type Version = Shape<'Ruleset'>
export interface Fault {
  pointer: string
  code: string
  detail: string
  allowed?: string[]
}
export interface Sentence {
  zh: string
  en: string
}
export interface RuleField {
  field: string
  zh: string
  kind: Kind
  operators: string[]
  choices: { code: string; name: string }[]
}

/** How long an author pauses before what they wrote is checked. */
const PAUSE = 450
const MOST_STEPS = 200
const IN_ONE_GO = 1_200

interface Content {
  document: RulesDocument
  catalogue: Line[]
}

/** The rules on the operator's desk: one version that is read or, if it is a draft and they are an author, written on. */
function desk() {
  const session = useSession()
  const versions = useLoad(async () => (await ask(api.GET('/v1/rulesets'))).items)
  const vocabulary = useLoad(async () => (await ask(api.GET('/v1/rulesets/vocabulary'))).fields as RuleField[])
  const targets = useLoad(async () => (await ask(api.GET('/v1/targets'))).items)

  const asked = ref('')
  const opened = useLoad(async () => {
    const { data, etag } = await askWithTag(api.GET('/v1/rulesets/{version}', { params: { path: { version: asked.value } } }))
    return { version: data, etag }
  })
  const version = computed(() => opened.data.value?.version)
  const etag = ref('')
  const saved = shallowRef<Content>()
  const content = shallowRef<Content>()
  const past = shallowRef<Content[]>([])
  const future = shallowRef<Content[]>([])
  const note = ref('')

  const author = computed(() => session.may('rule-author'))
  const approver = computed(() => session.may('rule-approver'))
  const me = computed(() => `operator:${session.operator?.name ?? ''}`)
  const editable = computed(() => author.value && version.value?.state === 'DRAFT')
  const dirty = computed(
    () =>
      editable.value &&
      saved.value !== undefined &&
      content.value !== undefined &&
      (content.value.document !== saved.value.document ||
        content.value.catalogue !== saved.value.catalogue ||
        note.value !== (version.value?.note ?? '')),
  )
  const onItsWay = computed(() => versions.data.value?.find((one) => ['DRAFT', 'SUBMITTED', 'APPROVED'].includes(one.state)))
  const published = computed(() => versions.data.value?.find((one) => one.state === 'PUBLISHED'))

  const faults = shallowRef<Fault[]>([])
  const warnings = shallowRef<Fault[]>([])
  const sentences = shallowRef(new Map<string, Sentence>())
  const checking = ref(false)
  const faultsByRule = computed(() => byRule(faults.value))
  const warningsByRule = computed(() => byRule(warnings.value))

  const fields = computed(() => new Map((vocabulary.data.value ?? []).map((field) => [field.field, field])))
  const targetNames = computed(() => new Map((targets.data.value ?? []).map((target) => [target.code, target.name])))
  const roleNames = computed(() => (content.value?.document.roles ?? {}) as Record<string, string>)
  const roles = computed(() => [...new Set((targets.data.value ?? []).map((target) => target.role))].sort())
  const lists = computed(() => Object.keys((content.value?.document.words ?? {}) as JsonObject))

  /** Reads a version: its number, `draft` or `published`. Whether it is there. */
  async function open(name: string): Promise<void> {
    asked.value = name
    await opened.load()
    const found = opened.data.value
    if (!found || opened.refused.value) {
      return
    }
    etag.value = found.etag
    saved.value = { document: found.version.document as unknown as RulesDocument, catalogue: (found.version.catalogue ?? []) as Line[] }
    content.value = saved.value
    note.value = found.version.note ?? ''
    past.value = []
    future.value = []
    faults.value = []
    warnings.value = []
    sentences.value = told(found.version.sentences ?? [])
    if (editable.value) {
      void check()
    }
  }

  const told = (all: { rule: string; zh: string; en: string }[]) => new Map(all.map((one) => [one.rule, { zh: one.zh, en: one.en }]))

  // ------------------------------------------------------------ editing

  /** Another state of what is written; the one before can be come back to. */
  function edit(document: RulesDocument): void {
    change({ ...content.value!, document })
  }

  function editCatalogue(catalogue: Line[]): void {
    change({ ...content.value!, catalogue })
  }

  function change(now: Content): void {
    past.value = [...past.value.slice(-MOST_STEPS), content.value!]
    future.value = []
    content.value = now
  }

  let last = { path: '', at: 0 }

  /** Writes at a place; what is typed there in one go is taken back in one go. */
  function write(path: (string | number)[], value: Json | undefined): void {
    const now = { path: path.join('/'), at: Date.now() }
    const going = typeof value === 'string' && now.path === last.path && now.at - last.at < IN_ONE_GO && past.value.length > 0
    last = now
    const document = put(content.value!.document, path, value)
    if (going) {
      content.value = { ...content.value!, document }
    } else {
      edit(document)
    }
  }

  function undo(): void {
    const before = past.value.at(-1)
    if (before) {
      future.value = [content.value!, ...future.value]
      past.value = past.value.slice(0, -1)
      content.value = before
    }
  }

  function redo(): void {
    const [after, ...rest] = future.value
    if (after) {
      past.value = [...past.value, content.value!]
      future.value = rest
      content.value = after
    }
  }

  // ------------------------------------------------------------ checking

  let pause: ReturnType<typeof setTimeout> | undefined
  let question = 0
  onScopeDispose(() => {
    clearTimeout(pause)
    question = Number.NaN
  })
  watch(content, (now, before) => {
    if (now && before && editable.value && now !== saved.value) {
      checking.value = true
      clearTimeout(pause)
      pause = setTimeout(() => void check(), PAUSE)
    }
  })

  const checked = (body: Content) => ask(api.POST('/v1/rulesets/check', { body: body as unknown as Sent<'RulesetCheck'> }))

  async function check(): Promise<void> {
    const mine = ++question
    const now = content.value!
    checking.value = true
    try {
      const answer = await checked(now)
      if (mine !== question) {
        return
      }
      faults.value = answer.faults
      warnings.value = answer.warnings
      if (answer.faults.length === 0) {
        sentences.value = told(answer.sentences)
      } else {
        await readTheRest(now, answer.faults, mine)
      }
    } catch (failure) {
      if (mine === question) {
        faults.value = [{ pointer: '', code: 'unchecked', detail: failure instanceof Refused ? failure.message : String(failure) }]
      }
    } finally {
      if (mine === question) {
        checking.value = false
      }
    }
  }

  /** With faults in some rules the others are still read in words. */
  async function readTheRest(now: Content, found: Fault[], mine: number): Promise<void> {
    const broken = new Set<string>()
    for (const fault of found) {
      const spot = spotOf(fault.pointer)
      if (spot.kind !== 'rule') {
        return
      }
      broken.add(`${spot.group}/${spot.rule}`)
    }
    const groups = now.document.groups.map((group, place) => ({
      ...group,
      rules: group.rules.filter((_, rule) => !broken.has(`${place}/${rule}`)),
    }))
    const rest = await checked({ ...now, document: { ...now.document, groups } })
    if (mine === question) {
      sentences.value = told(rest.sentences)
    }
  }

  // ------------------------------------------------------------ keeping

  /** Saves the draft. Refused with 412 where somebody else has: nothing is lost, the page asks what to do. */
  async function save(over?: string): Promise<void> {
    const now = content.value!
    const { data, etag: tag } = await askWithTag(
      api.PUT('/v1/rulesets/draft', {
        params: { header: { 'If-Match': over ?? etag.value } },
        body: { document: now.document, catalogue: now.catalogue, note: note.value } as unknown as Sent<'RulesetDraft'>,
      }),
    )
    etag.value = tag
    saved.value = now
    opened.data.value = { version: { ...version.value!, ...data, document: version.value!.document, catalogue: version.value!.catalogue }, etag: tag }
    sentences.value = told(data.sentences ?? [])
    warnings.value = data.warnings ?? []
    void versions.load()
  }

  /** What somebody else has saved meanwhile, compared with what this page began with. */
  async function theirs(): Promise<{ etag: string; by: string[]; changed: string[]; mine: string[]; catalogue: boolean }> {
    const { data, etag: tag } = await askWithTag(api.GET('/v1/rulesets/{version}', { params: { path: { version: 'draft' } } }))
    return {
      etag: tag,
      by: data.editors,
      changed: changedNames(saved.value!.document, data.document as unknown as RulesDocument),
      mine: changedNames(saved.value!.document, content.value!.document),
      catalogue: JSON.stringify(saved.value!.catalogue) !== JSON.stringify(data.catalogue ?? []),
    }
  }

  /** Begins a draft as a copy of a version. */
  async function begin(from: number, text: string): Promise<void> {
    const base = await ask(api.GET('/v1/rulesets/{version}', { params: { path: { version: String(from) } } }))
    await ask(
      api.PUT('/v1/rulesets/draft', {
        body: { document: base.document, catalogue: base.catalogue, note: text } as unknown as Sent<'RulesetDraft'>,
      }),
    )
    await versions.load()
  }

  async function move(deed: 'submit' | 'approve' | 'return' | 'publish', reason: string): Promise<void> {
    const name = { params: { path: { version: String(version.value!.version) }, header: { 'If-Match': etag.value } }, body: { reason } }
    switch (deed) {
      case 'submit':
        await ask(api.POST('/v1/rulesets/{version}/submit', name))
        break
      case 'approve':
        await ask(api.POST('/v1/rulesets/{version}/approve', name))
        break
      case 'return':
        await ask(api.POST('/v1/rulesets/{version}/return', name))
        break
      default:
        await ask(api.POST('/v1/rulesets/{version}/publish', name))
    }
    await versions.load()
    await open(asked.value)
  }

  async function discard(): Promise<void> {
    await ask(api.DELETE('/v1/rulesets/draft', { params: { header: { 'If-Match': etag.value } } }))
    content.value = saved.value
    note.value = version.value?.note ?? ''
    await versions.load()
  }

  /** Rules of one's own for a trial: what is on the desk if it was changed, its version otherwise. */
  const onTrial = computed(() =>
    dirty.value
      ? ({ document: content.value!.document, catalogue: content.value!.catalogue } as unknown as Pick<Sent<'RulesetQuestion'>, 'document' | 'catalogue'>)
      : { ruleset: String(version.value?.version ?? 'published') },
  )

  return {
    versions,
    vocabulary,
    targets,
    opened,
    version,
    content,
    saved,
    note,
    author,
    approver,
    me,
    editable,
    dirty,
    onItsWay,
    published,
    faults,
    warnings,
    sentences,
    checking,
    faultsByRule,
    warningsByRule,
    fields,
    targetNames,
    roleNames,
    roles,
    lists,
    names: computed(() => (content.value ? ruleNames(content.value.document) : [])),
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    onTrial,
    open,
    edit,
    editCatalogue,
    write,
    undo,
    redo,
    check,
    save,
    theirs,
    begin,
    move,
    discard,
  }
}

export type Desk = ReturnType<typeof desk>
const KEY: InjectionKey<Desk> = Symbol('rules')

/** Opens the desk for this screen. */
export function openDesk(): Desk {
  const one = desk()
  provide(KEY, one)
  return one
}

export function useDesk(): Desk {
  return inject(KEY)!
}
