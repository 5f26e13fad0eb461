import { beforeEach, describe, expect, it, vi } from 'vitest'

const asked: string[][] = []
vi.mock('@/api/client', () => ({
  api: {
    GET: (_: string, { params }: { params: { query: { code: string[] } } }) => {
      asked.push(params.query.code)
      return params.query.code
        .filter((code) => code !== '999999')
        .map((code) => ({ code, name: `名${code}`, fullName: `全${code}` }))
    },
  },
  ask: async (items: unknown) => ({ items }),
}))

const { divisionName } = await import('@/ui/divisions')

describe('divisionName', () => {
  beforeEach(() => vi.useFakeTimers())

  it('asks once for all codes of a screen and is the code until then', async () => {
    expect(divisionName('320302')).toBe('320302')
    expect(divisionName('320303002')).toBe('320303002')
    expect(divisionName('320302')).toBe('320302')
    expect(divisionName('999999')).toBe('999999')
    expect(divisionName('nowhere')).toBe('nowhere')
    await vi.runAllTimersAsync()

    expect(asked).toEqual([['320302', '320303002', '999999']])
    expect(divisionName('320302')).toBe('名320302')
    expect(divisionName('320303002', true)).toBe('全320303002')
    expect(divisionName('999999')).toBe('999999')
    await vi.runAllTimersAsync()
    expect(asked).toHaveLength(1)
  })
})
