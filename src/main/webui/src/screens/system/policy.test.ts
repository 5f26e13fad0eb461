import { describe, expect, it } from 'vitest'
import type { Shape } from '@/api/client'
import { policyEdit, policyForm } from '@/screens/system/policy'

describe('a repeat policy in the form', () => {
  const outage = {
    name: 'outage',
    zh: '停水停电',
    when: { categories: ['gov.utility'] },
    window: 'PT24H',
    radiusM: 1000,
    attach: 0.93,
    ask: 0.4,
    recurrence: 'P30D',
    raise: [{ callers: 20, urgency: 'URGENT' }],
  } as unknown as Shape<'RepeatPolicy'>

  it('is written as it was read', () => {
    expect(policyEdit(policyForm(outage))).toEqual({ ...outage, mode: 'ON' })
  })

  it('loses what is set to nothing and keeps what the form does not show', () => {
    const form = policyForm(outage)
    form.recurrence.count = 0
    form.raise = []
    form.mode = 'ASK_ONLY'
    const { recurrence: _recurrence, raise: _raise, ...rest } = outage
    expect(policyEdit(form)).toEqual({ ...rest, mode: 'ASK_ONLY' })
  })
})
