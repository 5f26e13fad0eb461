import { describe, expect, it } from 'vitest'
import { byTrouble, grouped, health, type Overview, soFar, type Target, troubled, weight } from '@/screens/overview/figures'

const target = (changed: Partial<Target>) =>
  ({ enabled: true, paused: false, breaker: 'CLOSED', waiting: 0, held: 0, parked: 0, ...changed }) as Target

describe('figures', () => {
  it('compare today with the usual day up to the minute', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, usual: 10, reports: hour <= 9 ? 3 : undefined }))
    const overview = { at: '2026-01-05T09:30:00+08:00', hours, usual: { basis: 'WEEKDAY', days: 4 } } as unknown as Overview

    expect(soFar(overview)).toEqual({ today: 30, usual: 95 })
    expect(soFar({ ...overview, usual: undefined } as unknown as Overview)).toEqual({ today: 30 })
  })

  it('tell targets in trouble from those that are well', () => {
    expect(troubled(target({ waiting: 7 }))).toBe(false)
    expect(troubled(target({ enabled: false }))).toBe(false)
    expect(troubled(target({ enabled: false, held: 1 }))).toBe(true)
    expect(troubled(target({ breaker: 'HALF_OPEN' }))).toBe(true)
    expect(health(target({ paused: true, breaker: 'OPEN' }))).toBe('paused')
    expect(health(target({ enabled: false }))).toBe('off')
    expect(health(target({ breaker: 'OPEN' }))).toBe('OPEN')
  })

  it('put first what must be looked at first', () => {
    const names = [
      target({ target: 'well', waiting: 9 }),
      target({ target: 'parked', parked: 1 }),
      target({ target: 'stuck', parked: 1, held: 7 }),
      target({ target: 'paused', paused: true, held: 50 }),
      target({ target: 'broken', breaker: 'OPEN' }),
      target({ target: 'also-well' }),
    ]
      .sort(byTrouble)
      .map((one) => one.target)

    expect(names).toEqual(['broken', 'paused', 'stuck', 'parked', 'also-well', 'well'])
  })

  it('give tiles four weights and none to empty ones', () => {
    expect([0, 1, 30, 60, 100].map((open) => weight(open, 100))).toEqual([0, 1, 2, 3, 4])
    expect(weight(0, 0)).toBe(0)
    expect(grouped(1234567)).toBe('1,234,567')
  })
})
