import { describe, expect, it } from 'vitest'
import { proposalOf } from '@/screens/triage/proposal'

describe('what the rules propose', () => {
  it('names the units', () => {
    expect(proposalOf({ destination: 'DELIVER', units: [{ target: 'd-1', role: 'HOST', reason: '属地' }, { role: 'CO' }, null] })).toEqual({
      destination: 'DELIVER',
      units: [{ target: 'd-1', role: 'HOST', reason: '属地' }],
      line: undefined,
      text: undefined,
    })
  })

  it('is nothing when they find nobody', () => {
    expect(proposalOf(undefined)).toBeUndefined()
    expect(proposalOf({})).toBeUndefined()
    expect(proposalOf({ destination: 'NOBODY', units: [] })).toBeUndefined()
  })
})
