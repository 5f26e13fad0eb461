/** The dispatch catalogue as a table for spreadsheets, in and out, and what changes between two of them. */

export interface Line {
  category: string
  division?: string
  level?: string
  host: string
  co?: string[]
  note?: string
}

export interface FileFault {
  /** The line of the file, counted from 1. */
  line: number
  code: 'csv' | 'head' | 'missing' | 'level' | 'cells'
  detail: string
}

export interface ReadTable {
  lines: Line[]
  /** The line of the file on which each line of the table begins, counted from 1. */
  places: number[]
  faults: FileFault[]
}

export const LEVELS = ['PROVINCE', 'CITY', 'COUNTY', 'STREET', 'COMMUNITY'] as const
const LEVELS_ZH: Record<string, string> = { 省级: 'PROVINCE', 市级: 'CITY', 区县级: 'COUNTY', 街镇级: 'STREET', 村社级: 'COMMUNITY' }

const COLUMNS = ['category', 'division', 'level', 'host', 'co', 'note'] as const
type Column = (typeof COLUMNS)[number]
const HEADS_ZH: Record<Column, string> = {
  category: '事项',
  division: '区划',
  level: '层级',
  host: '主办单位',
  co: '协办单位',
  note: '备注',
}
const BOM = '\uFEFF'
const FORMULA = /^[=+\-@\t\r']/

// ------------------------------------------------------------ out

/** A cell that a spreadsheet would take for a formula gets an apostrophe before it, which goes when it is read again. */
const guarded = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell)
const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const unguarded = (cell: string) => (cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell)

export function writeCsv(lines: readonly Line[], language: string): string {
  const heads = COLUMNS.map((column) => (language === 'en' ? column : HEADS_ZH[column]))
  const rows = lines.map((line) => [line.category, line.division ?? '', line.level ?? '', line.host, (line.co ?? []).join(';'), line.note ?? ''].map(guarded))
  return BOM + [heads, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n') + '\r\n'
}

// ------------------------------------------------------------ in

interface Row {
  cells: string[]
  line: number
}

/** Comma-separated values with quotes (RFC 4180); a row knows on which line of the file it begins. */
function rowsOf(text: string): { rows: Row[]; open?: number } {
  const rows: Row[] = []
  let cells: string[] = []
  let cell = ''
  let line = 1
  let begun = 1
  let within = false
  const end = () => {
    rows.push({ cells: [...cells, cell], line: begun })
    cells = []
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const here = text[i]!
    if (within) {
      if (here === '"' && text[i + 1] === '"') {
        cell += '"'
        i++
      } else if (here === '"') {
        within = false
      } else {
        line += here === '\n' ? 1 : 0
        cell += here
      }
    } else if (here === '"' && cell === '') {
      within = true
    } else if (here === ',') {
      cells.push(cell)
      cell = ''
    } else if (here === '\n' || here === '\r') {
      if (here === '\r' && text[i + 1] === '\n') {
        i++
      }
      end()
      line++
      begun = line
    } else {
      cell += here
    }
  }
  if (cell !== '' || cells.length > 0) {
    end()
  }
  return within ? { rows, open: begun } : { rows }
}

/** A file's text: UTF-8, or the GB18030 in which many spreadsheets save. */
export function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

export function readCsv(text: string): ReadTable {
  const faults: FileFault[] = []
  const { rows, open } = rowsOf(text.startsWith(BOM) ? text.slice(1) : text)
  if (open !== undefined) {
    return { lines: [], places: [], faults: [{ line: open, code: 'csv', detail: '"' }] }
  }
  const heads = new Map<Column, number>()
  rows[0]?.cells.forEach((head, place) => {
    const name = head.trim()
    const column = COLUMNS.find((one) => one === name.toLowerCase() || HEADS_ZH[one] === name)
    if (column && !heads.has(column)) {
      heads.set(column, place)
    } else if (name !== '') {
      faults.push({ line: 1, code: 'head', detail: name })
    }
  })
  for (const needed of ['category', 'host'] as const) {
    if (!heads.has(needed)) {
      faults.push({ line: 1, code: 'missing', detail: `${HEADS_ZH[needed]} / ${needed}` })
    }
  }
  const lines: Line[] = []
  const places: number[] = []
  if (faults.length > 0) {
    return { lines, places, faults }
  }
  const widest = Math.max(...heads.values()) + 1
  for (const { cells, line } of rows.slice(1)) {
    if (cells.every((cell) => cell.trim() === '')) {
      continue
    }
    const of = (column: Column) => unguarded((cells[heads.get(column) ?? -1] ?? '').trim())
    const read: Line = { category: of('category'), host: of('host') }
    const [division, level, note] = [of('division'), of('level'), of('note')]
    const co = of('co').split(/[;；、]/).map((unit) => unit.trim()).filter(Boolean)
    if (level !== '') {
      const known = LEVELS_ZH[level] ?? LEVELS.find((one) => one === level.toUpperCase())
      if (known) {
        read.level = known
      } else {
        faults.push({ line, code: 'level', detail: level })
      }
    }
    if (cells.slice(widest).some((cell) => cell.trim() !== '')) {
      faults.push({ line, code: 'cells', detail: String(cells.length) })
    }
    lines.push({
      category: read.category,
      ...(division === '' ? {} : { division }),
      ...(read.level === undefined ? {} : { level: read.level }),
      host: read.host,
      ...(co.length === 0 ? {} : { co }),
      ...(note === '' ? {} : { note }),
    })
    places.push(line)
  }
  return { lines, places, faults }
}

// ------------------------------------------------------------ what changes

/** What a line answers for: no two lines of a catalogue have the same. */
export const keyOf = (line: Line) => `${line.category}|${line.division ?? ''}|${line.level ?? ''}`

export interface Change {
  kind: 'ADDED' | 'REMOVED' | 'CHANGED'
  before?: Line
  after?: Line
}

const same = (one: Line, other: Line) =>
  one.host === other.host && (one.note ?? '') === (other.note ?? '') && (one.co ?? []).join(';') === (other.co ?? []).join(';')

export function changes(before: readonly Line[], after: readonly Line[]): Change[] {
  const old = new Map(before.map((line) => [keyOf(line), line]))
  const found: Change[] = []
  const seen = new Set<string>()
  for (const line of after) {
    const key = keyOf(line)
    const was = old.get(key)
    seen.add(key)
    if (!was) {
      found.push({ kind: 'ADDED', after: line })
    } else if (!same(was, line)) {
      found.push({ kind: 'CHANGED', before: was, after: line })
    }
  }
  return [...found, ...before.filter((line) => !seen.has(keyOf(line))).map((line) => ({ kind: 'REMOVED' as const, before: line }))]
}

/** The lines that have a text in any of their cells, by their places. */
export function matching(lines: readonly Line[], text: string, named: (code: string) => string = () => ''): number[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const places: number[] = []
  lines.forEach((line, place) => {
    const all = [line.category, named(line.category), line.division ?? '', line.host, named(line.host), ...(line.co ?? []), line.note ?? '']
      .join(' ')
      .toLowerCase()
    if (words.every((word) => all.includes(word))) {
      places.push(place)
    }
  })
  return places
}
