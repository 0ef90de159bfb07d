import { describe, expect, it } from 'vitest'
import { parseRegistryRecord, turnOf } from './registry-record.js'

describe('the registry', () => {
  it('W-08: a status that a later client invents is unknown', () => {
    const record = parseRegistryRecord('{"pid":7,"sessionId":"S","cwd":"/","procStart":99,"status":"dreaming"}')
    expect(record).toMatchObject({ pid: 7, procStart: '99' })
    expect(record && turnOf(record)).toBe('unknown')
  })

  it.each(['', '{', '[]', '{"pid":"7"}'])('takes %j for no record', (text) => {
    expect(parseRegistryRecord(text)).toBeUndefined()
  })
})
