import { describe, expect, it } from 'vitest'
import type { Shape } from '@/api/client'
import { lines } from '@/screens/cases/differences'

const said = (title: string, address: string, at: string) =>
  ({ title, place: { address }, times: { reportedAt: at }, category: { code: '0102' } }) as unknown as Shape<'CaseContent'>

describe('lines', () => {
  const first = said('路灯不亮', '某路12号', '2026-01-05T09:00:00+08:00')

  it('mark what another report says otherwise, but not when it came', () => {
    const marked = lines(said('路灯不亮', '某路14号', '2026-01-05T09:20:00+08:00'), first)
    expect(marked.filter((line) => line.differs).map((line) => line.name)).toEqual(['address'])
  })

  it('of the first report are never marked', () => {
    expect(lines(first).some((line) => line.differs)).toBe(false)
  })

  it('show what only the first report had as gone', () => {
    const marked = lines(said('路灯不亮', '', '2026-01-05T09:20:00+08:00'), first)
    expect(marked.find((line) => line.name === 'address')).toEqual({ name: 'address', value: '', differs: true })
  })
})
