/** One value that differs between two states of a thing. */
export interface Changed {
  path: string
  before?: string
  after?: string
}

const MOST = 60

/** In what two JSON values differ, leaf by leaf; a list of plain values is one leaf. */
export function changes(before: unknown, after: unknown): Changed[] {
  const found: Changed[] = []
  walk('', before, after, found)
  return found.slice(0, MOST)
}

function walk(path: string, before: unknown, after: unknown, found: Changed[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return
  }
  if (branches(before) || branches(after)) {
    const names = [...new Set([...keys(before), ...keys(after)])]
    names.forEach((name) => walk(path ? `${path}.${name}` : name, child(before, name), child(after, name), found))
    return
  }
  found.push({ path, ...told('before', before), ...told('after', after) })
}

const branches = (value: unknown): value is Record<string, unknown> | object[] =>
  typeof value === 'object' && value !== null && (Array.isArray(value) ? value.some((one) => typeof one === 'object') : Object.keys(value).length > 0)

const keys = (value: unknown) => (branches(value) ? Object.keys(value) : [])
const child = (value: unknown, name: string) => (branches(value) ? (value as Record<string, unknown>)[name] : undefined)

function told(side: 'before' | 'after', value: unknown): Partial<Changed> {
  if (value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)) {
    return {}
  }
  return { [side]: Array.isArray(value) ? value.join(', ') : String(value) }
}
