import { onScopeDispose } from 'vue'

/** A pressed key as it is written in a map of keys: `Alt+1`, `j`, `Enter`, `Ctrl+Enter`, `?`. */
export function spelled(event: KeyboardEvent): string {
  const plain = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey
  // with Alt some layouts give another character: the key's place counts then
  const key = event.altKey && /^Digit\d$/.test(event.code) ? event.code.slice(5) : event.key
  return [event.ctrlKey && 'Ctrl', event.altKey && 'Alt', event.metaKey && 'Meta', !plain && event.shiftKey && 'Shift', key]
    .filter(Boolean)
    .join('+')
}

const WRITING = ['INPUT', 'TEXTAREA', 'SELECT']

/** Keys of a component for as long as it lives. Single letters are left alone while somebody writes or a dialog is open. */
export function useKeys(keys: Record<string, () => void>): void {
  const pressed = (event: KeyboardEvent) => {
    const action = keys[spelled(event)]
    const target = event.target as HTMLElement | null
    const writing = target !== null && (WRITING.includes(target.tagName) || target.isContentEditable)
    const dialog = document.querySelector('.el-overlay:not([style*="display: none"])') !== null
    const single = !event.ctrlKey && !event.altKey && !event.metaKey
    if (action && !event.repeat && !event.isComposing && !(single && (writing || dialog))) {
      event.preventDefault()
      action()
    }
  }
  window.addEventListener('keydown', pressed)
  onScopeDispose(() => window.removeEventListener('keydown', pressed))
}
