import { reactive, shallowRef } from 'vue'
import { api, ask, type Shape } from '@/api/client'

export type Division = Shape<'Division'>

/** As many codes as one question may name. */
const MOST = 100

const known = reactive(new Map<string, Division>())
let wanted = new Set<string>()

/**
 * What a division is called: 鼓楼区, or with `full` 鼓楼区丰财街道. The code itself until the hub has told, and where it knows no name.
 * Reactive; codes that are asked for together are asked of the hub together.
 */
export function divisionName(code: string, full = false): string {
  const division = known.get(code)
  if (division) {
    return full ? division.fullName : division.name
  }
  want(code)
  return code
}

/** Notes names that came along with something else. */
export function learn(divisions: readonly Division[]): void {
  divisions.forEach((division) => known.set(division.code, division))
}

function want(code: string): void {
  if (!/^\d{2,12}$/.test(code)) {
    return
  }
  if (wanted.size === 0) {
    setTimeout(() => void askForWanted(), 0)
  }
  wanted.add(code)
}

async function askForWanted(): Promise<void> {
  const codes = [...wanted].filter((code) => !known.has(code))
  wanted = new Set()
  for (let from = 0; from < codes.length; from += MOST) {
    const some = codes.slice(from, from + MOST)
    try {
      learn((await ask(api.GET('/v1/divisions', { params: { query: { code: some } } }))).items)
    } catch {
      // a screen with codes is better than none
    }
    // what has no name is its code, and is not asked for again
    some.filter((code) => !known.has(code)).forEach((code) => known.set(code, { code, name: code, fullName: code }))
  }
}

let own: Promise<Division[]> | undefined

/** The divisions to choose from in a filter: those below the operator's own. Empty until the hub has told. */
export function useOwnDivisions() {
  const divisions = shallowRef<Division[]>([])
  own ??= ask(api.GET('/v1/divisions')).then((found) => {
    learn(found.items)
    return found.items
  })
  own.then(
    (found) => (divisions.value = found),
    // who sees the whole country has no list: codes can still be typed
    () => (own = undefined),
  )
  return divisions
}
