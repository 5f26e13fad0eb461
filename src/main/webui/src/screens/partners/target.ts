import type { Sent, Shape } from '@/api/client'

/** A target as the form holds it: everything there, lists as text where people write them. */
export interface TargetForm {
  name: string
  agency: string
  role: string
  division: string
  parent: string
  baseUrl: string
  contract: string
  entitlement: string[]
  subscriptions: string[]
  enabled: boolean
  timeoutMillis: number
  inFlight: number
  perSecond: number | undefined
  rampUpSeconds: number
  baseMillis: number
  capSeconds: number
  maxAgeHours: number
  onRefusal: 'PARK' | 'SKIP' | 'STOP'
  networks: string
  ports: string
  auth: 'NONE' | 'BEARER' | 'API_KEY' | 'OAUTH2'
  tokenUrl: string
  clientId: string
  scope: string
  header: string
  appId: string
  clientCertificate: boolean
  signatures: Shape<'Signature'>[]
}

/** The hub's usual values, for a new target. */
export const emptyTarget = (): TargetForm => ({
  name: '',
  agency: '',
  role: '',
  division: '',
  parent: '',
  baseUrl: '',
  contract: 'receiver-municipal',
  entitlement: [],
  subscriptions: [],
  enabled: false,
  timeoutMillis: 5000,
  inFlight: 8,
  perSecond: undefined,
  rampUpSeconds: 60,
  baseMillis: 1000,
  capSeconds: 600,
  maxAgeHours: 72,
  onRefusal: 'PARK',
  networks: '',
  ports: '',
  auth: 'NONE',
  tokenUrl: '',
  clientId: '',
  scope: '',
  header: '',
  appId: '',
  clientCertificate: false,
  signatures: [],
})

/** As it is read, for the form; what is empty the hub leaves out. */
export function formOf(target: Shape<'Target'>): TargetForm {
  const { terms } = target
  const access = target.access as Partial<Shape<'Access'>> | undefined
  const auth = access?.auth as Partial<Shape<'Auth'>> | undefined
  return {
    name: target.name,
    agency: target.agency,
    role: target.role,
    division: target.division ?? '',
    parent: target.parent ?? '',
    baseUrl: target.baseUrl,
    contract: target.contract,
    entitlement: [...(target.entitlement ?? [])],
    subscriptions: [...(target.subscriptions ?? [])],
    enabled: target.enabled,
    timeoutMillis: target.timeoutMillis,
    inFlight: terms.inFlight,
    perSecond: terms.perSecond ?? undefined,
    rampUpSeconds: terms.rampUpSeconds,
    baseMillis: terms.retry.baseMillis,
    capSeconds: terms.retry.capSeconds,
    maxAgeHours: terms.retry.maxAgeHours,
    onRefusal: terms.onRefusal,
    networks: (access?.networks ?? []).join('\n'),
    ports: (access?.ports ?? []).join(', '),
    auth: auth?.kind ?? 'NONE',
    tokenUrl: auth?.tokenUrl ?? '',
    clientId: auth?.clientId ?? '',
    scope: auth?.scope ?? '',
    header: auth?.header ?? '',
    appId: auth?.appId ?? '',
    clientCertificate: auth?.clientCertificate ?? false,
    signatures: [...(access?.signatures ?? [])],
  }
}

const words = (text: string) => text.split(/[\s,，;；]+/).filter(Boolean)
const given = (text: string) => text.trim() || undefined

/** As it is written: what the chosen way of access does not use is left out. */
export function editOf(form: TargetForm): Sent<'TargetEdit'> {
  const oauth = form.auth === 'OAUTH2'
  return {
    name: form.name.trim(),
    agency: form.agency.trim(),
    role: form.role.trim(),
    division: form.division.trim(),
    ...(form.parent ? { parent: form.parent } : {}),
    baseUrl: form.baseUrl.trim().replace(/\/+$/, ''),
    contract: form.contract.trim(),
    entitlement: form.entitlement,
    subscriptions: form.subscriptions,
    enabled: form.enabled,
    timeoutMillis: form.timeoutMillis,
    terms: {
      inFlight: form.inFlight,
      ...(form.perSecond ? { perSecond: form.perSecond } : {}),
      rampUpSeconds: form.rampUpSeconds,
      retry: { baseMillis: form.baseMillis, capSeconds: form.capSeconds, maxAgeHours: form.maxAgeHours },
      onRefusal: form.onRefusal,
    },
    access: {
      networks: words(form.networks),
      ports: words(form.ports).map(Number),
      auth: {
        kind: form.auth,
        tokenUrl: oauth ? given(form.tokenUrl) : undefined,
        clientId: oauth ? given(form.clientId) : undefined,
        scope: oauth ? given(form.scope) : undefined,
        header: form.auth === 'API_KEY' ? given(form.header) : undefined,
        appId: given(form.appId),
        clientCertificate: form.clientCertificate,
      },
      signatures: form.signatures,
    },
  }
}

/** The kinds of secrets that a way of access needs, so that one that is missing is seen before the first delivery fails. */
export function secretsNeeded(form: Pick<TargetForm, 'auth' | 'clientCertificate' | 'signatures'>): Shape<'SecretKind'>[] {
  return [...(form.auth === 'NONE' ? [] : [form.auth]), ...(form.clientCertificate ? (['CLIENT_CERTIFICATE'] as const) : []), ...form.signatures]
}

/** Whether somebody should look at it. */
export function troubled(state: Shape<'TargetState'>): boolean {
  return state.breaker !== 'CLOSED' || Boolean(state.paused) || state.parked > 0 || (!state.enabled && state.held > 0)
}
