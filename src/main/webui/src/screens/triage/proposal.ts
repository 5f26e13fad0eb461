/** A unit that the rules name. */
export interface Unit {
  target: string
  role: string
  reason?: string
}

/** Where the rules send a case, as far as they say so. */
export interface Proposal {
  destination: string
  units: Unit[]
  line?: string
  text?: string
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Reads the fallback of a review; undefined when there is none or it sends the case nowhere. */
export function proposalOf(told: Record<string, unknown> | undefined): Proposal | undefined {
  const destination = textOf(told?.destination)
  if (!told || !destination || destination === 'NOBODY' || destination === 'REVIEW') {
    return undefined
  }
  const units = (Array.isArray(told.units) ? told.units : [])
    .filter((unit): unit is Record<string, unknown> => typeof unit === 'object' && unit !== null)
    .map((unit) => ({ target: textOf(unit.target) ?? '', role: textOf(unit.role) ?? 'CO', reason: textOf(unit.reason) }))
    .filter((unit) => unit.target !== '')
  return { destination, units, line: textOf(told.line), text: textOf(told.text) }
}
