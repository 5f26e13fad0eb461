import { onScopeDispose } from 'vue'
import type { Shape } from '@/api/client'
import { useSession } from '@/session/session'

const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 30_000

/** One event of a stream as text/event-stream spells it; one without data only moves the cursor on. */
export interface ServerEvent {
  name?: string
  id?: string
  data?: string
}

/** Cuts a stream into its events; what is not whole yet is kept for the next piece. */
export class EventCutter {
  private rest = ''

  cut(piece: string): ServerEvent[] {
    const blocks = (this.rest + piece.replaceAll('\r', '')).split('\n\n')
    this.rest = blocks.pop() ?? ''
    return blocks.map((block) => {
      const lines = block.split('\n')
      const of = (field: string) =>
        lines.filter((line) => line.startsWith(`${field}:`)).map((line) => line.slice(field.length + 1).replace(/^ /, ''))
      const data = of('data')
      return { name: of('event').at(-1), id: of('id').at(-1), data: data.length === 0 ? undefined : data.join('\n') }
    })
  }
}

/**
 * Listens to the stream of changes for as long as the calling component lives, and takes it up again where it broke off. `heard` gets
 * each change from now on; `alive` is told whether the stream flows. The browser's EventSource cannot carry a token, hence fetch.
 */
export function useChanges(heard: (change: Shape<'CaseChange'>) => void, alive: (flows: boolean) => void = () => {}): void {
  const end = new AbortController()
  onScopeDispose(() => end.abort())
  void listen(heard, alive, end.signal)
}

async function listen(
  heard: (change: Shape<'CaseChange'>) => void,
  alive: (flows: boolean) => void,
  end: AbortSignal,
): Promise<void> {
  let last: string | undefined
  let pause = FIRST_PAUSE
  while (!end.aborted) {
    try {
      const headers: Record<string, string> = {
        Accept: 'text/event-stream',
        Authorization: `Bearer ${await useSession().token()}`,
      }
      if (last !== undefined) {
        headers['Last-Event-ID'] = last
      }
      const answer = await fetch(last === undefined ? '/v1/cases/stream?after=now' : '/v1/cases/stream', { headers, signal: end })
      if (!answer.ok || !answer.body) {
        throw new Error(String(answer.status))
      }
      alive(true)
      pause = FIRST_PAUSE
      const cutter = new EventCutter()
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        for (const event of cutter.cut(piece.value)) {
          // a cursor that the hub does not know: begin anew from now on
          last = event.name === 'refused' ? undefined : (event.id ?? last)
          if (event.name === 'change' && event.data !== undefined) {
            heard(JSON.parse(event.data) as Shape<'CaseChange'>)
          }
        }
      }
    } catch {
      // broken off: taken up again below
    }
    if (!end.aborted) {
      alive(false)
      await new Promise((resolve) => setTimeout(resolve, pause / 2 + Math.random() * pause))
      pause = Math.min(LONGEST_PAUSE, pause * 2)
    }
  }
}
