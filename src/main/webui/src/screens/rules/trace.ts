/** A condition of an explanation; the contract tells the parts without their shape, which is this one again. */
export interface Looked {
  kind: 'all' | 'any' | 'not' | 'test'
  words: string
  holds: boolean
  saw?: string[]
  parts?: Looked[]
}

/** What a page's text box holds as a message: JSON, XML as it is, or nothing that a feed sends. */
export function message(text: string): unknown {
  const trimmed = text.trim()
  if (trimmed.startsWith('<')) {
    return trimmed
  }
  try {
    const json: unknown = JSON.parse(trimmed)
    return typeof json === 'object' && json !== null ? json : undefined
  } catch {
    return undefined
  }
}
