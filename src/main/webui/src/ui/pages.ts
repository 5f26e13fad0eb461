import { ref, type Ref } from 'vue'
import { type Loading, useLoad } from '@/ui/load'
import { sayRefused } from '@/ui/say'

/** A list that the hub tells page by page. */
export interface Pages<T> extends Loading<T[]> {
  /** Whether there is no further page. */
  complete: Ref<boolean>
  more: () => Promise<void>
}

/**
 * Asks for the first page, and for the next when it is wanted.
 *
 * @param cursorOf what the next page begins behind, by the last item of the one before
 */
export function usePages<T>(question: (cursor?: string) => Promise<{ items: T[]; next?: string }>, cursorOf: (last: T) => string): Pages<T> {
  const complete = ref(true)
  const first = useLoad(async () => {
    const page = await question()
    complete.value = !page.next
    return page.items
  })

  async function more(): Promise<void> {
    const before = first.data.value
    const last = before?.at(-1)
    if (!before || last === undefined) {
      return
    }
    try {
      const page = await question(cursorOf(last))
      // a reload meanwhile has begun the list anew
      if (first.data.value === before) {
        complete.value = !page.next
        first.data.value = [...before, ...page.items]
      }
    } catch (failure) {
      sayRefused(failure)
    }
  }
  return { ...first, complete, more }
}
