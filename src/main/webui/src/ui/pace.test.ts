import { describe, expect, it, vi } from 'vitest'
import { paced } from '@/ui/pace'

describe('paced', () => {
  it('does at once what is wanted first, and once what is wanted meanwhile', () => {
    vi.useFakeTimers()
    const action = vi.fn()
    const { want, stop } = paced(action, 2_000)

    want()
    expect(action).toHaveBeenCalledTimes(1)
    for (let i = 0; i < 50; i++) {
      want()
    }
    vi.advanceTimersByTime(1_999)
    expect(action).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    expect(action).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(10_000)
    expect(action).toHaveBeenCalledTimes(2)

    want()
    want()
    stop()
    vi.advanceTimersByTime(10_000)
    expect(action).toHaveBeenCalledTimes(3)
    vi.useRealTimers()
  })
})
