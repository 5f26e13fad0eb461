import type { Shape } from '@/api/client'

export type Overview = Shape<'Overview'>

/** A number as it is read across the room. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** Reports until now, and how many there usually are by then: the hour that is under way counts by its part. */
export function soFar(overview: Overview): { today: number; usual?: number } {
  const today = overview.hours.reduce((sum, hour) => sum + (hour.reports ?? 0), 0)
  if (!overview.usual) {
    return { today }
  }
  const [hours, minutes] = overview.at.slice(11, 16).split(':').map(Number) as [number, number]
  const usual = overview.hours.reduce(
    (sum, hour) => sum + (hour.usual ?? 0) * Math.min(1, Math.max(0, hours + minutes / 60 - hour.hour)),
    0,
  )
  return { today, usual: Math.round(usual) }
}

export type Health = 'off' | 'paused' | 'OPEN' | 'HALF_OPEN' | 'CLOSED'

export type Target = Overview['targets'][number]

/** What is to be said of a target first. */
export function health(target: Target): Health {
  return target.paused ? 'paused' : !target.enabled ? 'off' : target.breaker
}

/** Whether somebody should look at it. One that is switched off and is owed nothing is left alone. */
export function troubled(target: Target): boolean {
  const well = target.breaker === 'CLOSED' && !target.paused
  return !well || target.parked > 0 || target.held > 0
}

/** Those that somebody must look at first: not reached, then paused, then by what is parked and held. */
export function byTrouble(one: Target, other: Target): number {
  const rank = (target: Target) => ['OPEN', 'HALF_OPEN', 'paused'].indexOf(health(target)) + 1 || 9
  const stuck = (target: Target) => target.parked + target.held
  return (
    Number(troubled(other)) - Number(troubled(one)) ||
    rank(one) - rank(other) ||
    stuck(other) - stuck(one) ||
    one.target.localeCompare(other.target)
  )
}

/** How loud a division's tile is, 0 to 4, by its open cases beside the fullest one. */
export function weight(open: number, most: number): number {
  return open === 0 ? 0 : Math.min(4, Math.max(1, Math.ceil((open / Math.max(1, most)) * 4)))
}
