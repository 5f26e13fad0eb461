import type { Sent, Shape } from '@/api/client'
import { isoOf, type Span, spanOf } from '@/screens/system/duration'

/** A repeat policy as the form holds it; what the form does not show stays as it was. */
export interface PolicyForm {
  kept: Shape<'RepeatPolicy'>
  window: Span
  recurrence: Span
  radiusM: number
  attach: number
  ask: number
  commonParty: boolean
  mode: 'ON' | 'ASK_ONLY' | 'OFF'
  raise: { callers: number; urgency: Shape<'Urgency'> }[]
}

export function policyForm(policy: Shape<'RepeatPolicy'>): PolicyForm {
  return {
    kept: policy,
    window: spanOf(policy.window),
    recurrence: policy.recurrence ? spanOf(policy.recurrence) : { count: 0, unit: 'D' },
    radiusM: policy.radiusM,
    attach: policy.attach,
    ask: policy.ask,
    commonParty: Boolean(policy.commonParty),
    mode: policy.mode ?? 'ON',
    raise: (policy.raise ?? []).map((one) => ({ callers: one.callers, urgency: one.urgency })),
  }
}

export function policyEdit(form: PolicyForm): Sent<'RepeatPolicy'> {
  const { kept } = form
  const recurrence = isoOf(form.recurrence)
  return {
    name: kept.name,
    zh: kept.zh,
    when: kept.when,
    window: isoOf(form.window) ?? kept.window,
    radiusM: form.radiusM,
    attach: form.attach,
    ask: form.ask,
    ...(recurrence ? { recurrence } : {}),
    ...(form.commonParty ? { commonParty: true } : {}),
    mode: form.mode,
    ...(form.raise.length > 0 ? { raise: [...form.raise].sort((a, b) => a.callers - b.callers) } : {}),
  }
}
