/** A span as a form holds it: a number of days or of hours. */
export interface Span {
  count: number
  unit: 'D' | 'H'
}

/** Reads an ISO 8601 duration of days, hours and minutes; whole days are told in days. */
export function spanOf(iso: string | undefined): Span {
  const [, days = '0', hours = '0', minutes = '0'] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso ?? '') ?? []
  const total = Number(days) * 24 + Number(hours) + Number(minutes) / 60
  return total > 0 && total % 24 === 0 && !iso?.includes('T') ? { count: total / 24, unit: 'D' } : { count: total, unit: 'H' }
}

/** Writes it again; undefined for none. */
export function isoOf({ count, unit }: Span): string | undefined {
  if (!count) {
    return undefined
  }
  if (unit === 'D') {
    return `P${count}D`
  }
  const minutes = Math.round(count * 60)
  return minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`
}
