import { describe, expect, it } from 'vitest'
import { clockOf, timeOf } from '@/screens/triage/clock'

const NOW = Date.parse('2026-01-05T09:00:00+08:00')

describe('the timers', () => {
  it('are clocks', () => {
    expect(clockOf(249_999, 'zh')).toBe('04:09')
    expect(clockOf(3_849_000, 'zh')).toBe('1:04:09')
    expect(clockOf(90_061_000, 'zh')).toBe('1天01:01')
    expect(clockOf(90_061_000, 'en')).toBe('1d 01:01')
    expect(clockOf(-5_000, 'en')).toBe('00:05')
  })

  it('count down to the time that is due, and up from it', () => {
    const openedAt = '2026-01-05T08:50:00+08:00'
    expect(timeOf({ openedAt }, NOW)).toEqual({ kind: 'waiting', span: 600_000, pressing: false })
    expect(timeOf({ openedAt, dueAt: '2026-01-05T09:15:00+08:00' }, NOW)).toEqual({ kind: 'left', span: 900_000, pressing: false })
    expect(timeOf({ openedAt, dueAt: '2026-01-05T09:04:00+08:00' }, NOW).pressing).toBe(true)
    expect(timeOf({ openedAt, dueAt: '2026-01-05T08:59:00+08:00' }, NOW)).toEqual({ kind: 'over', span: 60_000, pressing: true })
  })
})
