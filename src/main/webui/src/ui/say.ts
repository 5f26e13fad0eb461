import { ElMessage, ElMessageBox } from 'element-plus'
import { Refused } from '@/api/client'
import { i18n } from '@/i18n'

const t = i18n.global.t

/** What went wrong in the operator's words, and where. */
export function inWords(failure: unknown): string {
  if (!(failure instanceof Refused)) {
    return String(failure)
  }
  const { status, detail, faults } = failure.problem
  const spots = (faults ?? []).map((fault) => `${fault.pointer} ${fault.detail}`)
  switch (status) {
    case 0:
      return t('problem.unreachable')
    case 403:
      return t('problem.forbidden')
    case 404:
      return t('problem.missing')
    case 412:
      return t('problem.conflict')
    case 503:
      return t('problem.unavailable')
    default:
      return [detail ?? t('problem.other', { status }), ...spots].join('\n')
  }
}

export function sayDone(text = t('common.done')): void {
  ElMessage.success({ message: text, grouping: true })
}

export function sayRefused(failure: unknown): void {
  ElMessage.error({ message: inWords(failure), duration: 8_000, showClose: true, grouping: true })
}

/** Does something that an operator asked for and says how it went. Whether it was done. */
export async function attempt(deed: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await deed()
    sayDone(done)
    return true
  } catch (failure) {
    sayRefused(failure)
    return false
  }
}

/** Asks for confirmation and the reason that the audit trail wants; undefined when the operator thinks better of it. */
export async function reasonFor(title: string, explanation = ''): Promise<string | undefined> {
  try {
    const answer = await ElMessageBox.prompt(explanation || t('common.reasonHint'), title, {
      inputType: 'textarea',
      inputPlaceholder: t('common.reasonHint'),
      inputValidator: (text: string) => (text?.trim() ? true : t('common.reasonMissing')),
      confirmButtonText: t('common.confirm'),
      cancelButtonText: t('common.cancel'),
      closeOnClickModal: false,
    })
    return answer.value.trim()
  } catch {
    return undefined
  }
}

/** Asks whether it is meant, where the hub keeps no reason. */
export async function sure(title: string, explanation: string): Promise<boolean> {
  try {
    await ElMessageBox.confirm(explanation, title, {
      confirmButtonText: t('common.confirm'),
      cancelButtonText: t('common.cancel'),
      closeOnClickModal: false,
    })
    return true
  } catch {
    return false
  }
}
