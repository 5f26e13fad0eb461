import { describe, expect, it } from 'vitest'
import { clock, exact, longDate, shortly, span } from '@/ui/times'

describe('times', () => {
  it('are China’s, wherever the browser is', () => {
    expect(shortly('2026-01-05T16:30:00Z', new Date('2026-01-06T01:00:00Z'))).toBe('00:30')
    expect(shortly('2026-01-05T15:30:00Z', new Date('2026-01-06T01:00:00Z'))).toBe('01/05 23:30')
    expect(exact('2026-01-05T16:30:00.25Z')).toBe('2026/01/06 00:30:00.250 +08:00')
  })

  it('are read off the wall', () => {
    expect(clock(Date.parse('2026-01-05T16:30:09Z'))).toBe('00:30:09')
    expect(longDate(Date.parse('2026-01-05T16:30:09Z'), 'zh')).toBe('2026年1月6日星期二')
    expect(longDate(Date.parse('2026-01-05T16:30:09Z'), 'en')).toContain('January 2026')
  })

  it('are spans in two units at most', () => {
    expect(span(8_000, 'zh')).toBe('8秒')
    expect(span(3_600_000, 'zh')).toBe('1时')
    expect(span(93_784_000, 'zh')).toBe('1天2时')
    expect(span(93_784_000, 'en')).toBe('1 d 2 h')
    expect(span(3_601_000, 'zh')).toBe('1时')
    expect(span(-5, 'zh')).toBe('0秒')
  })
})
