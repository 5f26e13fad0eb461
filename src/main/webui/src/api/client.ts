import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from '@/api/schema'
import { useSession } from '@/session/session'

/**
 * An answer as the hub gives it. The contract does not say which properties are always there, and most are: where one may be left
 * out, its description says so, and the reader asks with `?.`.
 */
export type Told<T> = T extends (infer Item)[]
  ? Told<Item>[]
  : T extends object
    ? { [Name in keyof T]-?: Told<NonNullable<T[Name]>> }
    : T

/** A shape of the hub's answers by its name in the published API. */
export type Shape<Name extends keyof components['schemas']> = Told<components['schemas'][Name]>

/** A shape of what the hub is sent. */
export type Sent<Name extends keyof components['schemas']> = components['schemas'][Name]

/** What the hub says when it refuses: RFC 9457. */
export interface Problem {
  type?: string
  title?: string
  status: number
  detail?: string
  faults?: { pointer: string; code?: string; detail: string; allowed?: string[] }[]
}

/** The hub's refusal, or that it was not reached (status 0). */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title ?? String(problem.status))
  }
}

const withToken: Middleware = {
  async onRequest({ request }) {
    request.headers.set('Authorization', `Bearer ${await useSession().token()}`)
    return request
  },
  async onResponse({ response }) {
    if (response.status === 401) {
      await useSession().expired()
    }
    return undefined
  },
  onError({ error }) {
    return new Refused({ status: 0, title: 'unreachable', detail: String(error) })
  },
}

/** The hub's API, typed by `openapi/hub.yaml`. */
export const api = createClient<paths>({ baseUrl: '/' })
api.use(withToken)

/** The answer of a call, or {@link Refused}. */
export async function ask<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<Told<T>> {
  return (await askWithTag(call)).data
}

/** The same, with the version that an `If-Match` names when the thing is written again. */
export async function askWithTag<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<{ data: Told<T>; etag: string }> {
  const { data, error, response } = await call
  if (!response.ok) {
    const problem = typeof error === 'object' && error !== null ? (error as Partial<Problem>) : {}
    throw new Refused({ ...problem, status: response.status })
  }
  return { data: data as Told<T>, etag: response.headers.get('ETag') ?? '' }
}
