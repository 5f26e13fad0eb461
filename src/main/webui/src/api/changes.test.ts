import { describe, expect, it } from 'vitest'
import { EventCutter } from '@/api/changes'

describe('EventCutter', () => {
  it('gives an event as soon as it is whole, wherever the pieces were cut', () => {
    const text = ': alive\nid: 7\n\nevent: change\nid: 8\ndata: {"a":\ndata: 1}\r\n\r\nevent: change\n'
    for (let at = 0; at <= text.length; at++) {
      const cutter = new EventCutter()
      const events = [...cutter.cut(text.slice(0, at)), ...cutter.cut(text.slice(at))]
      expect(events).toEqual([
        { name: undefined, id: '7', data: undefined },
        { name: 'change', id: '8', data: '{"a":\n1}' },
      ])
    }
  })
})
