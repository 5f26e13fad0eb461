import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** What a screen shows, kept in the address so that a colleague can open the same. */
export function useAddress() {
  const route = useRoute()
  const router = useRouter()
  // two changes in one tick are one address: the router's own is only renewed afterwards
  let next: Record<string, string> | undefined

  const text = (name: string): string => {
    const value = route.query[name]
    return typeof value === 'string' ? value : ''
  }

  /** Changes parts of it; an empty one is left out. */
  function go(change: Record<string, string>, push = false): void {
    const now = next ?? Object.fromEntries(Object.keys(route.query).map((name) => [name, text(name)]))
    next = Object.fromEntries(Object.entries({ ...now, ...change }).filter(([, value]) => value !== ''))
    const query = next
    queueMicrotask(() => {
      if (next === query) {
        next = undefined
        void (push ? router.push({ query }) : router.replace({ query }))
      }
    })
  }

  /** One part of it. */
  function part(name: string, usual = ''): WritableComputedRef<string> {
    return computed({
      get: () => text(name) || usual,
      set: (value) => go({ [name]: value === usual ? '' : value }),
    })
  }
  return { text, go, part }
}
