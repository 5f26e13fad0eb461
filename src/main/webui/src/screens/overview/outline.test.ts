import { describe, expect, it } from 'vitest'
import { outlines } from '@/screens/overview/outline'

const square = (west: number, south: number) => [
  [west, south],
  [west + 1, south],
  [west + 1, south + 1],
  [west, south + 1],
  [west, south],
]

describe('outlines', () => {
  it('fit the box, north up, with the figure in the middle of the largest part', () => {
    const drawn = outlines(
      {
        type: 'FeatureCollection',
        features: [
          { properties: { division: '110101' }, geometry: { type: 'Polygon', coordinates: [square(0, -0.5)] } },
          { properties: { adcode: 110102 }, geometry: { type: 'MultiPolygon', coordinates: [[square(1, -0.5)]] } },
          { properties: { name: 'no code' }, geometry: { type: 'Polygon', coordinates: [square(5, 5)] } },
          { properties: { code: '1' }, geometry: { type: 'Point', coordinates: [0, 0] } },
        ],
      },
      200,
      100,
    )

    expect(drawn?.map((one) => one.code)).toEqual(['110101', '110102'])
    expect(drawn?.[0]?.path).toBe('M0.0 100.0L100.0 100.0L100.0 0.0L0.0 0.0L0.0 100.0Z')
    expect([drawn?.[1]?.x, drawn?.[1]?.y].map(Math.round as (n?: number) => number)).toEqual([150, 50])
  })

  it('are none where there is nothing to draw', () => {
    expect(outlines(undefined, 10, 10)).toBeUndefined()
    expect(outlines({ features: [] }, 10, 10)).toBeUndefined()
    expect(outlines({ features: [{ geometry: null }] }, 10, 10)).toBeUndefined()
  })
})
