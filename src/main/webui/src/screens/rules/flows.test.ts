import { describe, expect, it } from 'vitest'
import { sankey, type SimulatedFlow } from './flows'

const flow = (from: string | undefined, to: string | undefined, cases: number): SimulatedFlow => ({
  from: from ? { kind: 'UNIT', unit: from } : { kind: 'NOBODY' },
  to: to ? { kind: 'UNIT', unit: to } : { kind: 'NOBODY' },
  cases,
  examples: [],
})

describe('flows as a picture', () => {
  it('put a unit on both sides, so that there is no circle', () => {
    const picture = sankey([flow('a', 'b', 3), flow('b', 'a', 2), flow(undefined, 'a', 1)], (stop) => stop.unit ?? '无人')
    expect(picture.nodes.map((node) => [node.label, node.depth])).toEqual([
      ['a', 0],
      ['b', 1],
      ['b', 0],
      ['a', 1],
      ['无人', 0],
    ])
    const ends = new Map(picture.nodes.map((node) => [node.name, node.depth]))
    for (const link of picture.links) {
      expect([ends.get(link.source), ends.get(link.target)]).toEqual([0, 1])
    }
    expect(picture.links.map((link) => link.value)).toEqual([3, 2, 1])
  })
})
