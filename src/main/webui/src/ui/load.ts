import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { Refused } from '@/api/client'

/** Something that comes from the hub: not yet, there, or refused. */
export interface Loading<T> {
  data: ShallowRef<T | undefined>
  pending: Ref<boolean>
  refused: ShallowRef<Refused | undefined>
  /** Asks (again); what is shown stays until the answer is there. Only the last question's answer counts. */
  load: () => Promise<void>
}

/** Asks the hub, keeps the answer, and knows what to show meanwhile. */
export function useLoad<T>(question: () => Promise<T>): Loading<T> {
  const data = shallowRef<T>()
  const pending = ref(false)
  const refused = shallowRef<Refused>()
  let asked = 0
  onScopeDispose(() => (asked = Number.NaN))

  async function load(): Promise<void> {
    const mine = ++asked
    pending.value = true
    try {
      const answer = await question()
      if (mine === asked) {
        data.value = answer
        refused.value = undefined
      }
    } catch (failure) {
      if (mine === asked) {
        refused.value = failure instanceof Refused ? failure : new Refused({ status: -1, detail: String(failure) })
      }
    } finally {
      if (mine === asked) {
        pending.value = false
      }
    }
  }
  return { data, pending, refused, load }
}
