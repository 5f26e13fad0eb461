import { describe, expect, it } from 'vitest'
import { mediaType, missing } from '@/screens/partners/preview'

describe('a previewed case', () => {
  it('lacks what a decision usually goes by', () => {
    expect(missing({ title: '漏水', category: { code: 'UNMAPPED' }, times: {}, place: { address: '中山路1号' } })).toEqual([
      'description',
      'category',
      'reportedAt',
      'division',
      'point',
      'contact',
    ])
  })

  it('is complete with all of it, and an anonymous caller is not asked for a number', () => {
    expect(
      missing({
        title: '漏水',
        description: '外墙',
        category: { code: 'gov.housing' },
        times: { reportedAt: '2026-01-05T09:00:00+08:00' },
        place: { address: '中山路1号', division: '320302', point: { lon: 117, lat: 34 } },
        parties: [{ role: 'CALLER', anonymous: true }],
      }),
    ).toEqual([])
  })
})

describe('a pasted message', () => {
  it('is XML when it begins like it', () => {
    expect(mediaType('\n <?xml version="1.0"?><a/>')).toBe('application/xml')
    expect(mediaType('{"a": 1}')).toBe('application/json')
  })
})
