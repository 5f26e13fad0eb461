// @vitest-environment node
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changes, decoded, matching, readCsv, writeCsv, type Line } from './catalogue'

const packs = resolve(import.meta.dirname, '../../../../../../contracts/packs')

const lines: Line[] = [
  { category: 'gov.housing', division: '370812', level: 'STREET', host: '@TOWN', co: ['a', 'b'], note: '含"引号",与\n换行' },
  { category: 'gov.labour', host: '=HYPERLINK("x")', note: "'quoted" },
  { category: 'gov.traffic', host: 'yz-traffic' },
]

describe('the catalogue as a file', () => {
  it.each(['zh', 'en'])('comes back as it went out (%s)', (language) => {
    const file = writeCsv(lines, language)
    expect(file.startsWith('\uFEFF')).toBe(true)
    expect(readCsv(file)).toEqual({ lines, places: [2, 4, 5], faults: [] })
    expect(file).toContain(",'@TOWN,")
    expect(file).toContain("'=HYPERLINK")
  })

  it.each(['yanzhou', 'haishu'])('%s is read and written the same', (pack) => {
    const read = readCsv(readFileSync(resolve(packs, pack, 'catalogue.csv'), 'utf8'))
    expect(read.faults).toEqual([])
    expect(read.lines.length).toBeGreaterThan(10)
    expect(readCsv(writeCsv(read.lines, 'zh')).lines).toEqual(read.lines)
  })

  it('takes heads in any order and either language, and levels by their names', () => {
    expect(readCsv('主办单位,level,事项\nx,街镇级,gov\n\ny,city,gov.a\n')).toEqual({
      lines: [
        { category: 'gov', level: 'STREET', host: 'x' },
        { category: 'gov.a', level: 'CITY', host: 'y' },
      ],
      places: [2, 4],
      faults: [],
    })
  })

  it('names each faulty line', () => {
    expect(readCsv('事项,处室\n').faults).toEqual([
      { line: 1, code: 'head', detail: '处室' },
      { line: 1, code: 'missing', detail: '主办单位 / host' },
    ])
    expect(readCsv('事项,主办单位,层级\na,b,乡\nc,d,,e\n').faults).toEqual([
      { line: 2, code: 'level', detail: '乡' },
      { line: 3, code: 'cells', detail: '4' },
    ])
    expect(readCsv('事项,主办单位\na,"b\n').faults).toEqual([{ line: 2, code: 'csv', detail: '"' }])
    expect(readCsv('').faults).toHaveLength(2)
  })

  it('reads what spreadsheets save in GB18030', () => {
    const gb = new Uint8Array([0xca, 0xc2, 0xcf, 0xee]) // 事项
    expect(decoded(gb.buffer)).toBe('事项')
    expect(decoded(new TextEncoder().encode('事项').buffer as ArrayBuffer)).toBe('事项')
  })
})

describe('two catalogues', () => {
  it('differ by what a line answers for', () => {
    const after: Line[] = [{ ...lines[0]!, host: 'x' }, lines[2]!, { category: 'new', host: 'y' }]
    expect(changes(lines, after)).toEqual([
      { kind: 'CHANGED', before: lines[0], after: after[0] },
      { kind: 'ADDED', after: after[2] },
      { kind: 'REMOVED', before: lines[1] },
    ])
    expect(changes(lines, [...lines].reverse())).toEqual([])
  })

  it('are searched in every cell', () => {
    expect(matching(lines, 'GOV town')).toEqual([0])
    expect(matching(lines, '引号')).toEqual([0])
    expect(matching(lines, '交通', (code) => (code === 'gov.traffic' ? '交通运输' : ''))).toEqual([2])
    expect(matching(lines, '')).toEqual([0, 1, 2])
  })
})
