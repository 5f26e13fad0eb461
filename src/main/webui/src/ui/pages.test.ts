import { effectScope } from 'vue'
import { describe, expect, it } from 'vitest'
import { usePages } from '@/ui/pages'

describe('a list that comes page by page', () => {
  it('grows until the hub names no further page, and begins anew when it is loaded again', async () => {
    const asked: (string | undefined)[] = []
    const pages: Record<string, { items: number[]; next?: string }> = { first: { items: [1, 2], next: '/2' }, '2': { items: [3] } }
    const list = effectScope().run(() =>
      usePages(
        (cursor) => {
          asked.push(cursor)
          return Promise.resolve(pages[cursor ?? 'first']!)
        },
        (last: number) => String(last),
      ),
    )!

    await list.load()
    expect(list.complete.value).toBe(false)
    await list.more()
    expect(list.data.value).toEqual([1, 2, 3])
    expect(list.complete.value).toBe(true)
    await list.load()
    expect(list.data.value).toEqual([1, 2])
    expect(asked).toEqual([undefined, '2', undefined])
  })
})
