/** A stretch of a text: in both texts, a number that the other text has not, or nothing special. */
export interface Piece {
  text: string
  kind?: 'shared' | 'differs'
}

/** Full width as half width and capitals as small letters, each character in its place. */
export function folded(text: string): string {
  let all = ''
  for (const unit of text.split('')) {
    const code = unit.charCodeAt(0)
    const narrow = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : unit
    const small = narrow.toLowerCase()
    all += small.length === 1 ? small : narrow
  }
  return all
}

const NUMBER = /[a-z]*\d+(?:[.:-]\d+)*[a-z]*/g

/** The numbers of a text: house, room, telephone and plate numbers, times. */
export function numbers(text: string): Set<string> {
  return new Set(folded(text).match(NUMBER) ?? [])
}

/**
 * Cuts a text into what it shares with another one and the numbers that the other has not. The pieces together are the text, as it
 * was written: whoever shows them shows text, never markup.
 *
 * @param shared words that both have; they may lie over each other
 * @param otherNumbers the numbers of the other text; none are marked when it is left out
 */
export function pieces(text: string, shared: readonly string[], otherNumbers?: ReadonlySet<string>): Piece[] {
  const plain = folded(text)
  const kinds: Piece['kind'][] = new Array<Piece['kind']>(text.length)
  // words that mean the same are told together: 商铺/商业街
  for (const word of shared.flatMap((one) => folded(one).split('/'))) {
    for (let at = word ? plain.indexOf(word) : -1; at >= 0; at = plain.indexOf(word, at + 1)) {
      kinds.fill('shared', at, at + word.length)
    }
  }
  if (otherNumbers) {
    for (const number of plain.matchAll(NUMBER)) {
      if (!otherNumbers.has(number[0])) {
        kinds.fill('differs', number.index, number.index + number[0].length)
      }
    }
  }
  const cut: Piece[] = []
  for (let from = 0, to = 1; from < text.length; from = to, to++) {
    while (to < text.length && kinds[to] === kinds[from]) {
      to++
    }
    cut.push({ text: text.slice(from, to), kind: kinds[from] })
  }
  return cut
}

/** What the machine says about two reports, as far as it says it. */
export interface Evidence {
  score?: number
  text?: number
  distanceM?: number
  apartS?: number
  sameCaller?: boolean
  shared: string[]
  differs: string[]
  policy?: string
  /** Of the other kinds: the rule that asks. */
  rule?: string
  reason?: string
  notFound: string[]
}

const ofType = <T>(value: unknown, type: string): T | undefined => (typeof value === type ? (value as T) : undefined)
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [])

/** Reads the evidence of a review: what is not as expected is left out. */
export function evidenceOf(told: Record<string, unknown> | undefined): Evidence {
  const given = told ?? {}
  return {
    score: ofType(given.score, 'number'),
    text: ofType(given.text, 'number'),
    distanceM: ofType(given.distanceM, 'number'),
    apartS: ofType(given.apartS, 'number'),
    sameCaller: ofType(given.sameCaller, 'boolean'),
    shared: strings(given.shared),
    differs: strings(given.differs),
    policy: ofType(given.policy, 'string'),
    rule: ofType(given.rule, 'string'),
    reason: ofType(given.reason, 'string'),
    notFound: strings(given.notFound),
  }
}

/** Metres as people say them. */
export function distance(metres: number, language: string): string {
  const english = language === 'en'
  return metres < 1000
    ? `${Math.round(metres)}${english ? ' m' : '米'}`
    : `${(metres / 1000).toFixed(1)}${english ? ' km' : '公里'}`
}

const OBJECTIONS: [RegExp, string][] = [
  [/^the emergency is not forwarded yet$/, '紧急件尚未转出'],
  [/^an emergency is not joined to a working order$/, '紧急件不并入一般工单'],
  [/^one is a medical matter, the other is not$/, '一件是急救,另一件不是'],
  [/^the texts name other buildings or rooms$/, '楼栋或房号不同'],
  [/^the addresses name places that sound alike$/, '地名相近但不同'],
  [/^another house on the road$/, '同路不同门牌'],
  [/^another street or community$/, '街道或社区不同'],
  [/^the texts name other districts$/, '所提区县不同'],
  [/^the titles tell of different things$/, '标题所述事项不同'],
  [/^one caller, another title, no name in common$/, '同一来电人,但标题与名称都不同'],
  [/^no party in common$/, '没有相同的当事方'],
  [/^other names: (.*)$/, '名称不同:$1'],
]

/** What speaks against it in the operator's language; the hub tells it in English. */
export function objection(text: string, language: string): string {
  const known = language === 'en' ? undefined : OBJECTIONS.find(([pattern]) => pattern.test(text))
  return known ? text.replace(known[0], known[1]) : text
}
