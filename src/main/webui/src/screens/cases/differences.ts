import type { Shape } from '@/api/client'

/** What a reader compares between two reports about one matter. */
export interface Line {
  name: 'title' | 'description' | 'address' | 'category' | 'reported' | 'occurred' | 'flags'
  value: string
  /** Whether it says something else than the first report. */
  differs: boolean
}

type Said = Shape<'CaseContent'>

const LINES: [Line['name'], (said: Said) => string | undefined][] = [
  ['title', (said) => said.title],
  ['description', (said) => said.description],
  ['address', (said) => said.place?.address],
  ['category', (said) => said.category?.name ?? said.category?.code],
  ['reported', (said) => said.times?.reportedAt],
  ['occurred', (said) => said.times?.occurredFrom],
  ['flags', (said) => said.flags?.join(',')],
]

/** A report's lines, and which of them differ from the first report's; times always do, so they are not marked. */
export function lines(said: Said, first?: Said): Line[] {
  return LINES.flatMap(([name, of]) => {
    const value = of(said) ?? ''
    const before = first === undefined ? value : (of(first) ?? '')
    const repeated = name === 'description' && value === said.title
    const timed = name === 'reported' || name === 'occurred'
    return (value === '' && before === '') || repeated ? [] : [{ name, value, differs: !timed && value !== before }]
  })
}
