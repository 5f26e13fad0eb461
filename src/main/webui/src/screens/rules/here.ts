import { computed, inject, ref, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { Fault } from '@/screens/rules/desk'

type Here = Fault & { rest: string[] }

/** The faults of the rule that is open. */
export const FAULTS_HERE: InjectionKey<Ref<Here[]>> = Symbol('faults of the rule that is open')

/** Those at a place of the rule: exactly there, or with `below` anywhere under it. */
export function useFaultsAt(path: () => (string | number)[], below: boolean): ComputedRef<Here[]> {
  const all = inject(FAULTS_HERE, ref([]))
  return computed(() => {
    const steps = path().map(String)
    return all.value
      .filter((fault) => (below ? fault.rest.length >= steps.length : fault.rest.length === steps.length) && steps.every((step, index) => fault.rest[index] === step))
      .map((fault) => ({ ...fault, rest: [] }))
  })
}
