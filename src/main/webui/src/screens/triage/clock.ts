import { onScopeDispose, ref, type Ref } from 'vue'

const pad = (value: number) => String(value).padStart(2, '0')

/** A span as a clock shows it, always as wide: `04:09`, `1:04:09`, `3d 04:09` beyond a day without the seconds. */
export function clockOf(milliseconds: number, language: string): string {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000)
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60]
  if (days > 0) {
    return `${days}${language === 'en' ? 'd ' : '天'}${pad(hours)}:${pad(minutes)}`
  }
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${pad(minutes)}:${pad(seconds % 60)}`
}

/** How a review's time stands: how long until it runs out, since it ran out, or since it was opened. */
export interface Time {
  kind: 'left' | 'over' | 'waiting'
  span: number
  /** It runs out soon or has run out. */
  pressing: boolean
}

const SOON = 5 * 60_000

export function timeOf(review: { openedAt: string; dueAt?: string }, now: number): Time {
  if (!review.dueAt) {
    return { kind: 'waiting', span: Math.max(0, now - Date.parse(review.openedAt)), pressing: false }
  }
  const left = Date.parse(review.dueAt) - now
  return left > 0 ? { kind: 'left', span: left, pressing: left < SOON } : { kind: 'over', span: -left, pressing: true }
}

/** The time, every second, for as long as the calling component lives. */
export function useNow(): Ref<number> {
  const now = ref(Date.now())
  const ticking = setInterval(() => (now.value = Date.now()), 1000)
  onScopeDispose(() => clearInterval(ticking))
  return now
}
