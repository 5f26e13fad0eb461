/** What a simulation found, as its job tells it. */
export interface SimulatedStop {
  kind: 'UNIT' | 'REVIEW' | 'TRANSFER' | 'ANSWER' | 'NOBODY'
  unit?: string
  name?: string
}

interface Decided {
  rule: string
  reason: string
  values?: Record<string, string[]>
  notFound?: string[]
}

export interface SimulatedFlow {
  from: SimulatedStop
  to: SimulatedStop
  cases: number
  examples: { caseId?: string; number?: number; title?: string; division?: string; now: Decided; then: Decided }[]
}

interface Tally {
  now: number
  then: number
}

export interface Simulated {
  ruleset: string
  comparedWith: number
  cases: number
  elsewhere: number
  otherUnits: number
  otherMarks: number
  toReview: Tally
  unowned: Tally
  caughtByDefault: Tally
  answered: Tally
  transferred: Tally
  flows: SimulatedFlow[]
  flowsLeftOut: number
  units: (Tally & { unit?: string; rule?: string; name?: string })[]
  rules: (Tally & { unit?: string; rule?: string; name?: string })[]
}

export interface Sankey {
  nodes: { name: string; label: string; depth: 0 | 1 }[]
  links: { source: string; target: string; value: number; flow: number }[]
}

const key = (stop: SimulatedStop, side: 'now' | 'then') => `${side} ${stop.kind} ${stop.unit ?? ''}`

/** The flows as a picture: the same unit stands on both sides, so that what goes from A to B and from B to A makes no circle. */
export function sankey(flows: readonly SimulatedFlow[], words: (stop: SimulatedStop) => string): Sankey {
  const nodes = new Map<string, Sankey['nodes'][number]>()
  const links = flows.map((flow, index) => {
    const [source, target] = [key(flow.from, 'now'), key(flow.to, 'then')]
    nodes.set(source, { name: source, label: words(flow.from), depth: 0 })
    nodes.set(target, { name: target, label: words(flow.to), depth: 1 })
    return { source, target, value: flow.cases, flow: index }
  })
  return { nodes: [...nodes.values()], links }
}
