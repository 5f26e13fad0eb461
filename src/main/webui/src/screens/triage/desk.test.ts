import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'

const hub = vi.hoisted(() => ({ POST: vi.fn(), DELETE: vi.fn(), GET: vi.fn() }))
vi.mock('@/api/client', () => {
  class Refused extends Error {
    constructor(readonly problem: { status: number }) {
      super(String(problem.status))
    }
  }
  return { api: hub, ask: (call: Promise<unknown>) => call, Refused }
})

import { Refused } from '@/api/client'
import { useDesk, type Conflict, type Desk } from '@/screens/triage/desk'

const NOW = Date.parse('2026-01-05T09:00:00+08:00')
const review = (id: string) => ({ reviewId: id, heldUntil: new Date(Date.now() + 300_000).toISOString() })
const asked = (method: 'POST' | 'DELETE') => hub[method].mock.calls.map(([path, init]) => [path, init?.params?.path?.id ?? init?.body])

describe('the desk', () => {
  let scope: EffectScope
  let desk: Desk
  const lost: Conflict[] = []

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW })
    Object.values(hub).forEach((call) => call.mockReset().mockResolvedValue(undefined))
    lost.length = 0
    scope = effectScope()
    desk = scope.run(() => useDesk((conflict) => lost.push(conflict)))!
  })
  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
  })

  it('gives a skipped one back and does not take it again while there are others', async () => {
    hub.POST.mockResolvedValueOnce(review('a')).mockResolvedValueOnce(review('b'))
    await desk.next(['URGENT'])
    await desk.skip(['URGENT'])
    expect(desk.current.value?.reviewId).toBe('b')
    expect(asked('DELETE')).toEqual([['/v1/reviews/{id}/hold', 'a']])
    expect(asked('POST').at(-1)).toEqual(['/v1/reviews/next', { kinds: ['URGENT'], skip: ['a'] }])
  })

  it('begins again when all were skipped, and says so', async () => {
    hub.POST.mockResolvedValueOnce(review('a')).mockResolvedValueOnce(undefined).mockResolvedValueOnce(review('a'))
    await desk.next([])
    expect(await desk.skip([])).toBe(true)
    expect(desk.current.value?.reviewId).toBe('a')
    expect(asked('POST').at(-1)).toEqual(['/v1/reviews/next', { kinds: [], skip: [] }])
  })

  it('lets a skipped one come back after a while', async () => {
    hub.POST.mockImplementation(() => Promise.resolve(review('a')))
    await desk.next([])
    await desk.skip([])
    vi.setSystemTime(NOW + 301_000)
    await desk.next([])
    expect(asked('POST').at(-1)).toEqual(['/v1/reviews/next', { kinds: [], skip: [] }])
  })

  it('is empty when there is none', async () => {
    await desk.next([])
    expect(desk.empty.value).toBe(true)
    expect(hub.POST).toHaveBeenCalledOnce()
  })

  it('prolongs the hold while somebody works, and only then', async () => {
    hub.POST.mockImplementation(() => Promise.resolve(review('a')))
    await desk.next([])
    await vi.advanceTimersByTimeAsync(100_000)
    expect(asked('POST')).toHaveLength(1)
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'r' }))
    await vi.advanceTimersByTimeAsync(50_000)
    expect(asked('POST').slice(1)).toEqual([['/v1/reviews/{id}/hold', 'a']])
  })

  it('tells when somebody else has it after all', async () => {
    hub.POST.mockResolvedValueOnce(review('a')).mockRejectedValueOnce(new Refused({ status: 409 }))
    hub.GET.mockResolvedValue({ reviewId: 'a', holder: 'operator:wang' })
    await desk.next([])
    vi.setSystemTime(NOW + 600_000)
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'r' }))
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'r' }))
    await vi.advanceTimersByTimeAsync(10)
    expect(lost).toEqual([{ review: { reviewId: 'a', holder: 'operator:wang' } }])
    expect(hub.POST).toHaveBeenCalledTimes(2)
  })

  it('keeps what it has when another one cannot be had', async () => {
    hub.POST.mockResolvedValueOnce(review('a')).mockRejectedValueOnce(new Refused({ status: 409 }))
    await desk.next([])
    await expect(desk.take('b')).rejects.toThrow('409')
    expect(desk.current.value?.reviewId).toBe('a')
    expect(hub.DELETE).not.toHaveBeenCalled()
  })

  it('gives back what is held when the operator leaves, and nothing that is decided', async () => {
    hub.POST.mockResolvedValueOnce(review('a')).mockResolvedValueOnce({}).mockResolvedValueOnce(review('b'))
    await desk.next([])
    await desk.decide({ decision: 'SEPARATE', reason: '两处' })
    await desk.next([])
    scope.stop()
    expect(asked('DELETE')).toEqual([['/v1/reviews/{id}/hold', 'b']])
  })
})
