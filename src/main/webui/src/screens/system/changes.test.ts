import { describe, expect, it } from 'vitest'
import { changes } from '@/screens/system/changes'

describe('what an edit changed', () => {
  it('is told leaf by leaf, and what stayed is left out', () => {
    expect(
      changes(
        { value: { code: '110', enabled: true, networks: ['10.0.0.0/8'] }, version: 0 },
        { value: { code: '110', enabled: false, networks: ['10.0.0.0/8', '192.168.0.0/16'] }, version: 1 },
      ),
    ).toEqual([
      { path: 'value.enabled', before: 'true', after: 'false' },
      { path: 'value.networks', before: '10.0.0.0/8', after: '10.0.0.0/8, 192.168.0.0/16' },
      { path: 'version', before: '0', after: '1' },
    ])
  })

  it('is all of it for what is new, and nothing for an empty remark', () => {
    expect(changes(undefined, { state: 'PUBLISHED', raise: [{ callers: 3 }] })).toEqual([
      { path: 'state', after: 'PUBLISHED' },
      { path: 'raise.0.callers', after: '3' },
    ])
    expect(changes(undefined, {})).toEqual([{ path: '' }])
    expect(changes(undefined, undefined)).toEqual([])
  })
})
