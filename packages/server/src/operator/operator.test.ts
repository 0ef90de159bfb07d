import { describe, expect, it } from 'vitest'
import { isFormToken, OperatorSessions, sessionSeconds } from './operator-sessions.js'
import { readToken, signToken } from './operator-token.js'

const key = Buffer.alloc(32, 1)
const login = { purpose: 'login', who: 'operator', expiresAt: 600 } as const

describe('S-11: a token', () => {
  const token = signToken(key, login)

  it('names who it was made for, until it expires', () => {
    expect(readToken(key, token, { purpose: 'login', now: 599 })).toMatchObject({ who: 'operator' })
    expect(readToken(key, token, { purpose: 'login', now: 600 })).toBeUndefined()
  })

  it.each([
    ['of another key', signToken(Buffer.alloc(32, 2), login)],
    ['of another purpose', signToken(key, { ...login, purpose: 'call' })],
    ['with another body', `${Buffer.from('{"who":"x"}').toString('base64url')}.${token.split('.')[1]}`],
    ['without signature', token.split('.')[0] ?? ''],
    ['with half a signature', token.slice(0, -10)],
    ['that is nothing', ''],
    ['that is endless', `${token}.${'a'.repeat(3_000)}`],
  ])('%s is none', (_, forged) => {
    expect(readToken(key, forged, { purpose: 'login', now: 0 })).toBeUndefined()
  })
})

describe('S-11: a session', () => {
  it('begins once by each link, and ends by itself', () => {
    let now = 0
    const sessions = new OperatorSessions(key, () => now)
    const link = signToken(key, login)
    const session = sessions.begin(link)

    expect(sessions.begin(link)).toBeUndefined()
    expect(sessions.find(session?.id)).toMatchObject({ who: 'operator' })
    now = sessionSeconds
    expect(sessions.find(session?.id)).toBeUndefined()
  })

  it('ends when its operator says so', () => {
    const sessions = new OperatorSessions(key, () => 0)
    const session = sessions.begin(signToken(key, login))
    sessions.end(session?.id ?? '')

    expect(sessions.find(session?.id)).toBeUndefined()
  })

  it('has a form token of its own', () => {
    const sessions = new OperatorSessions(key, () => 0)
    const [one, other] = [1, 2].map(() => sessions.begin(signToken(key, login)))
    if (one === undefined || other === undefined) throw new Error('two sessions were to begin')

    expect(isFormToken(one, one.formToken)).toBe(true)
    for (const wrong of [other.formToken, '', undefined, one.id]) expect(isFormToken(one, wrong)).toBe(false)
  })

  it('is not begun by the token of a call, nor the other way round', () => {
    const sessions = new OperatorSessions(key, () => 0)

    expect(sessions.begin(signToken(key, { ...login, purpose: 'call' }))).toBeUndefined()
    expect(sessions.caller(signToken(key, login))).toBeUndefined()
    expect(sessions.caller(signToken(key, { ...login, purpose: 'call' }))).toBe('operator')
  })
})
