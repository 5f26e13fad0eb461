import { onScopeDispose } from 'vue'

/** Calls at once, then at most one a span: what is wanted meanwhile is done once, at the span's end. */
export function paced(action: () => void, span: number): { want: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let again = false
  function run(): void {
    again = false
    action()
    timer = setTimeout(() => {
      timer = undefined
      if (again) {
        run()
      }
    }, span)
  }
  return {
    want: () => {
      if (timer === undefined) {
        run()
      } else {
        again = true
      }
    },
    stop: () => {
      clearTimeout(timer)
      timer = undefined
      again = false
    },
  }
}

/** The same for as long as the calling component lives. */
export function usePaced(action: () => void, span: number): () => void {
  const { want, stop } = paced(action, span)
  onScopeDispose(stop)
  return want
}
