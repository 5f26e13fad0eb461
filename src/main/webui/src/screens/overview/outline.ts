/** A map of divisions as operators supply it: GeoJSON, each feature with its division's code. */
export interface Outline {
  code: string
  /** SVG path data. */
  path: string
  /** Where its figure is written. */
  x: number
  y: number
}

type Ring = [number, number][]

interface Feature {
  properties?: Record<string, unknown> | null
  geometry?: { type?: string; coordinates?: unknown } | null
}

const CODES = ['division', 'adcode', 'code', 'id']

/** Draws the features that have a code into a box of this size. Undefined when there is nothing to draw. */
export function outlines(geojson: unknown, width: number, height: number): Outline[] | undefined {
  const features = ((geojson as { features?: Feature[] } | undefined)?.features ?? []).flatMap((feature) => {
    const code = CODES.map((name) => feature.properties?.[name]).find((value) => value !== undefined && value !== null)
    const rings = ringsOf(feature)
    return code === undefined || rings.length === 0 ? [] : [{ code: String(code), rings }]
  })
  const points = features.flatMap((feature) => feature.rings.flat())
  if (points.length === 0) {
    return undefined
  }
  const edge = (pick: (...all: number[]) => number, axis: 0 | 1) => points.reduce((at, point) => pick(at, point[axis]), points[0]![axis])
  const [west, east, south, north] = [edge(Math.min, 0), edge(Math.max, 0), edge(Math.min, 1), edge(Math.max, 1)]
  // a degree of longitude is shorter than one of latitude
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = Math.min(width / Math.max(1e-9, (east - west) * squeeze), height / Math.max(1e-9, north - south))
  const left = (width - (east - west) * squeeze * scale) / 2
  const top = (height - (north - south) * scale) / 2
  const place = ([lon, lat]: [number, number]) => [left + (lon - west) * squeeze * scale, top + (north - lat) * scale] as [number, number]

  return features.map(({ code, rings }) => {
    const drawn = rings.map((ring) => ring.map(place))
    const [x, y] = middle(drawn.reduce((largest, ring) => (area(ring) > area(largest) ? ring : largest)))
    const path = drawn.map((ring) => `M${ring.map((point) => point.map((value) => value.toFixed(1)).join(' ')).join('L')}Z`).join('')
    return { code, path, x, y }
  })
}

function ringsOf({ geometry }: Feature): Ring[] {
  if (geometry?.type === 'Polygon') {
    return geometry.coordinates as Ring[]
  }
  return geometry?.type === 'MultiPolygon' ? (geometry.coordinates as Ring[][]).flat() : []
}

function area(ring: Ring): number {
  return Math.abs(ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length]![1] - ring[(i + 1) % ring.length]![0] * y, 0)) / 2
}

function middle(ring: Ring): [number, number] {
  const xs = ring.map(([x]) => x)
  const ys = ring.map(([, y]) => y)
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
}
