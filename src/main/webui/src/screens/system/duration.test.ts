import { describe, expect, it } from 'vitest'
import { isoOf, spanOf } from '@/screens/system/duration'

describe('a span', () => {
  it.each(['PT1H', 'PT12H', 'PT24H', 'P30D', 'P180D', 'PT90M'])('%s is written as it was read', (iso) => {
    expect(isoOf(spanOf(iso))).toBe(iso)
  })

  it('is none when there is none', () => {
    expect(isoOf(spanOf(undefined))).toBeUndefined()
  })
})
