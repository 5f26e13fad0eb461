import { describe, expect, it } from 'vitest'
import type { Shape } from '@/api/client'
import { editOf, emptyTarget, formOf, secretsNeeded, troubled } from '@/screens/partners/target'

const target = {
  code: 'gl-police',
  name: '鼓楼分局',
  agency: 'gulou',
  role: 'POLICE',
  division: '320302',
  baseUrl: 'https://police.example/api',
  contract: 'receiver-municipal',
  entitlement: ['CONTACT'],
  subscriptions: [],
  enabled: true,
  timeoutMillis: 3000,
  terms: { inFlight: 4, rampUpSeconds: 30, retry: { baseMillis: 500, capSeconds: 300, maxAgeHours: 24 }, onRefusal: 'STOP' },
  access: {
    networks: ['10.20.0.0/16', '10.30.0.0/16'],
    ports: [443, 8443],
    auth: { kind: 'API_KEY', header: 'X-Key', clientCertificate: true },
    signatures: ['SM2'],
  },
  version: 3,
  updatedAt: '2026-01-05T09:00:00+08:00',
} as unknown as Shape<'Target'>

describe('a target in the form', () => {
  it('is written as it was read', () => {
    const { code: _code, version: _version, updatedAt: _at, ...rest } = target
    expect(JSON.parse(JSON.stringify(editOf(formOf(target))))).toEqual({ ...rest, access: { ...rest.access, auth: { ...rest.access.auth } } })
  })

  it('takes lists as people write them, and leaves out what another way of access needed', () => {
    const edit = editOf({ ...emptyTarget(), networks: '10.0.0.0/8\n 192.168.0.0/16，', ports: '80、'.replace('、', ' ') + '443', header: 'X-Key', baseUrl: 'http://a.example//' })
    expect(edit.access?.networks).toEqual(['10.0.0.0/8', '192.168.0.0/16'])
    expect(edit.access?.ports).toEqual([80, 443])
    expect(edit.access?.auth?.header).toBeUndefined()
    expect(edit.baseUrl).toBe('http://a.example')
  })

  it('is empty where the hub leaves out what is empty', () => {
    const bare = formOf({ ...target, access: { auth: { kind: 'NONE' } } } as unknown as Shape<'Target'>)
    expect(bare).toMatchObject({ networks: '', ports: '', signatures: [], clientCertificate: false, auth: 'NONE' })
  })

  it('knows which secrets its access needs', () => {
    expect(secretsNeeded(formOf(target))).toEqual(['API_KEY', 'CLIENT_CERTIFICATE', 'SM2'])
  })
})

describe('a target that needs a look', () => {
  const well = { breaker: 'CLOSED', parked: 0, held: 0, enabled: true } as Shape<'TargetState'>
  it('is one that is broken off, paused, or has something parked', () => {
    expect(troubled(well)).toBe(false)
    expect(troubled({ ...well, breaker: 'OPEN' })).toBe(true)
    expect(troubled({ ...well, parked: 1 })).toBe(true)
    expect(troubled({ ...well, enabled: false, held: 3 })).toBe(true)
  })
})
