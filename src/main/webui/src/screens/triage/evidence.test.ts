import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import MarkedText from '@/screens/triage/MarkedText.vue'
import { distance, evidenceOf, folded, numbers, objection, pieces } from '@/screens/triage/evidence'

const shown = (text: string, shared: string[], other?: string) =>
  pieces(text, shared, other === undefined ? undefined : numbers(other))
    .map((piece) => (piece.kind === 'shared' ? `[${piece.text}]` : piece.kind === 'differs' ? `{${piece.text}}` : piece.text))
    .join('')

describe('the evidence in the texts', () => {
  it('marks every place of a shared word', () => {
    expect(shown('中山路爆管,中山路停水', ['中山路', '停水'])).toBe('[中山路]爆管,[中山路停水]')
  })

  it('marks words that mean the same', () => {
    expect(shown('一楼商铺', ['商铺/商业街'])).toBe('一楼[商铺]')
    expect(shown('商业街旁', ['商铺/商业街'])).toBe('[商业街]旁')
  })

  it('lets words lie over each other, and over themselves', () => {
    expect(shown('自来水管爆裂', ['自来水', '水管', '来水管'])).toBe('[自来水管]爆裂')
    expect(shown('哈哈哈哈吗', ['哈哈哈'])).toBe('[哈哈哈哈]吗')
  })

  it('marks the numbers that the other text has not', () => {
    expect(shown('3号楼2单元301室', [], '3号楼2单元502室')).toBe('3号楼2单元{301}室')
    expect(shown('8:30 苏C12345', [], '9:30 苏C12345')).toBe('{8:30} 苏C12345')
    expect(shown('12号楼', ['号楼'], '2号楼')).toBe('{12}[号楼]')
  })

  it('says that a number differs rather than that its word is shared', () => {
    expect(shown('西苑1号', ['西苑1号'], '西苑2号')).toBe('[西苑]{1}[号]')
  })

  it('does not mind the width and the size of letters', () => {
    expect(shown('ＫＴＶ噪音', ['ktv'])).toBe('[ＫＴＶ]噪音')
    expect(shown('３号楼', [], '3号楼')).toBe('３号楼')
    expect(folded('İ')).toHaveLength(1)
  })

  it('loses nothing and marks nothing without a word', () => {
    for (const text of ['', 'a', '😀爆管😀', '第一行\n第二行 1']) {
      expect(pieces(text, ['', '爆管'], new Set()).map((piece) => piece.text).join('')).toBe(text)
    }
    expect(pieces('', ['x'])).toEqual([])
  })

  it('leaves markup in a text as the text that it is', () => {
    const text = '<img src=x onerror=alert(1)> <b>爆管</b> &amp; 7号'
    const page = mount(MarkedText, { props: { text, shared: ['爆管', 'b>'], otherNumbers: new Set<string>() } })
    expect(page.text()).toBe(text)
    expect(page.element.querySelector('img, b')).toBeNull()
    expect(page.findAll('mark').length).toBeGreaterThan(1)
  })
})

describe('what the hub tells', () => {
  it('is read as far as it is as expected', () => {
    const evidence = evidenceOf({ score: 0.62, distanceM: '140', shared: ['爆裂', 3], differs: null, sameCaller: false })
    expect(evidence).toMatchObject({ score: 0.62, distanceM: undefined, shared: ['爆裂'], differs: [], sameCaller: false })
    expect(evidenceOf(undefined).shared).toEqual([])
  })

  it('is told in the operator’s language', () => {
    expect(distance(140.4, 'zh')).toBe('140米')
    expect(distance(1250, 'en')).toBe('1.3 km')
    expect(objection('other names: [甲苑, 乙苑]', 'zh')).toBe('名称不同:[甲苑, 乙苑]')
    expect(objection('another house on the road', 'en')).toBe('another house on the road')
    expect(objection('something new', 'zh')).toBe('something new')
  })
})
