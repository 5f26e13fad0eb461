import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { api, ask, Refused, type Sent, type Shape } from '@/api/client'

export type Review = Shape<'Review'>
export type Kind = Review['kind']
export type Decision = Sent<'ReviewDecision'>

/** The most that the hub takes to be skipped. */
const MOST_SKIPPED = 500
/** How long a skipped one stays out of the way: what presses comes back before its time is over. */
const SKIPPED_FOR = 5 * 60_000
/** At most so often a hold that is over is asked for again. */
const AGAIN = 5_000
/** How often a hold is prolonged while the operator works. */
const PROLONG = 45_000

/** Why the operator does not have a review any more: as the hub tells it now, or that it is not there. */
export type Conflict = { review?: Review }

/** What an operator works on: at most one review at a time, held so that nobody else gets it. */
export interface Desk {
  current: ShallowRef<Review | undefined>
  /** Something is under way. */
  busy: Ref<boolean>
  /** The last question for a next one found none. */
  empty: Ref<boolean>
  /** When the hold ends, in milliseconds. */
  heldUntil: ComputedRef<number>
  /** Gives back what is held and takes the most pressing one. Whether the skipped ones had to come again. */
  next: (kinds: Kind[]) => Promise<boolean>
  /** The same, but this one not again until all others were skipped too. */
  skip: (kinds: Kind[]) => Promise<boolean>
  /** Takes this one. */
  take: (id: string) => Promise<void>
  /** Decides the current one, which is not held any more then. */
  decide: (decision: Decision) => Promise<void>
  /** Forgets the current one without giving it back: it is decided or somebody else's. */
  drop: () => void
  /** Gives it back. */
  leave: () => void
}

/**
 * @param lost is told when the current review turns out to be somebody else's or decided
 */
export function useDesk(lost: (conflict: Conflict) => void): Desk {
  const current = shallowRef<Review>()
  const busy = ref(false)
  const empty = ref(false)
  const heldUntil = computed(() => Date.parse(current.value?.heldUntil ?? '') || 0)
  const skipped = new Map<string, number>()
  let active = false
  let asked = 0

  const path = (id: string) => ({ params: { path: { id } } })

  async function alone<T>(deed: () => Promise<T>): Promise<T> {
    busy.value = true
    try {
      return await deed()
    } finally {
      busy.value = false
    }
  }

  async function giveBack(): Promise<void> {
    const mine = current.value
    current.value = undefined
    if (mine) {
      // that it cannot be given back is no reason to stop: the hold ends by itself
      await ask(api.DELETE('/v1/reviews/{id}/hold', path(mine.reviewId))).catch(() => undefined)
    }
  }

  async function given(kinds: Kind[]): Promise<Review | undefined> {
    const skip = [...skipped].filter(([, at]) => at > Date.now() - SKIPPED_FOR).map(([id]) => id)
    const answer = await ask(api.POST('/v1/reviews/next', { body: { kinds, skip: skip.slice(-MOST_SKIPPED) } }))
    return (answer as Review | undefined)?.reviewId ? answer : undefined
  }

  const taken = (kinds: Kind[]) =>
    alone(async () => {
      await giveBack()
      let review = await given(kinds)
      const again = review === undefined && skipped.size > 0
      if (again) {
        skipped.clear()
        review = await given(kinds)
      }
      current.value = review
      empty.value = review === undefined
      return again && review !== undefined
    })

  async function prolong(): Promise<void> {
    const mine = current.value
    if (!mine || busy.value) {
      return
    }
    active = false
    asked = Date.now()
    try {
      const review = await ask(api.POST('/v1/reviews/{id}/hold', path(mine.reviewId)))
      if (current.value?.reviewId === mine.reviewId) {
        current.value = review
      }
    } catch (failure) {
      // nothing is lost while the hub cannot be reached: it is tried again
      if (failure instanceof Refused && [404, 409].includes(failure.problem.status) && current.value?.reviewId === mine.reviewId && !busy.value) {
        lost(await conflictOf(mine.reviewId))
      }
    }
  }

  const works = () => {
    active = true
    if (current.value && heldUntil.value < Date.now() && asked < Date.now() - AGAIN) {
      void prolong()
    }
  }
  const prolonging = setInterval(() => active && void prolong(), PROLONG)
  const leave = () => {
    const mine = current.value
    current.value = undefined
    if (mine) {
      void api.DELETE('/v1/reviews/{id}/hold', { ...path(mine.reviewId), keepalive: true }).catch(() => undefined)
    }
  }
  const events = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
  events.forEach((event) => window.addEventListener(event, works, { passive: true }))
  window.addEventListener('pagehide', leave)
  onScopeDispose(() => {
    clearInterval(prolonging)
    events.forEach((event) => window.removeEventListener(event, works))
    window.removeEventListener('pagehide', leave)
    leave()
  })

  return {
    current,
    busy,
    empty,
    heldUntil,
    next: taken,
    skip: (kinds) => {
      if (current.value) {
        skipped.set(current.value.reviewId, Date.now())
      }
      return taken(kinds)
    },
    take: (id) =>
      alone(async () => {
        const review = await ask(api.POST('/v1/reviews/{id}/hold', path(id)))
        if (current.value && current.value.reviewId !== id) {
          await giveBack()
        }
        current.value = review
        empty.value = false
      }),
    decide: (decision) =>
      alone(async () => {
        await ask(api.POST('/v1/reviews/{id}/decision', { ...path(current.value!.reviewId), body: decision }))
        current.value = undefined
      }),
    drop: () => (current.value = undefined),
    leave,
  }
}

/** How a review stands that the operator could not have. */
export async function conflictOf(id: string): Promise<Conflict> {
  try {
    return { review: await ask(api.GET('/v1/reviews/{id}', { params: { path: { id } } })) }
  } catch {
    return {}
  }
}
