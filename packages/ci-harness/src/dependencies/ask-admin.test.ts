import { ManualClock } from '@cc-ci/kernel/testing'
import { describe, expect, it } from 'vitest'
import type { HttpReply, HttpRequest } from '../ports/http-client.js'
import { askAdmin, askAdminPatiently, fieldOf } from './ask-admin.js'

const asked = { domain: 'keyc-0a1b2c.ci.test', path: '/admin/realms', method: 'POST' } as const
const ok: HttpReply = { answered: true, status: 201, body: '{"id": 7}' }

/** A provider that gives these answers one after the other; the last one stays. */
function providerThat(...replies: readonly (HttpReply | number)[]) {
  const requests: HttpRequest[] = []
  const http = {
    send: async (request: HttpRequest): Promise<HttpReply> => {
      requests.push(request)
      const reply = replies[Math.min(requests.length, replies.length) - 1] ?? ok
      return typeof reply === 'number' ? { answered: true, status: reply, body: 'Bad Gateway' } : reply
    },
  }
  return { requests, http, clock: new ManualClock(), signal: new AbortController().signal }
}

describe('H-12: a provider that is still starting', () => {
  it.each([
    ['answers 502 twice', 502],
    ['answers 503 twice', 503],
    ['does not answer twice', { answered: false, why: 'connection refused' } as const],
  ])('is asked again when it %s', async (_, notYet) => {
    const world = providerThat(notYet, notYet, ok)

    expect(await askAdminPatiently(asked, world)).toBe('{"id": 7}')
    expect(world.requests).toHaveLength(3)
  })

  it('is not waited for longer than a minute, and what it said last is told', async () => {
    const world = providerThat(502)

    await expect(askAdminPatiently(asked, world)).rejects.toMatchObject({
      code: 'DEPENDENCY_ENRICHMENT_FAILED',
      message: 'POST /admin/realms of keyc-0a1b2c.ci.test was answered by: HTTP 502 Bad Gateway.',
    })
    expect(world.clock.monotonic()).toBe(60_000)
  })
})

it.each([401, 404, 409, 500])('a provider that answers %i has answered: it is not asked again', async (status) => {
  const world = providerThat(status, ok)

  await expect(askAdminPatiently(asked, world)).rejects.toMatchObject({ code: 'DEPENDENCY_ENRICHMENT_FAILED' })
  await expect(askAdmin(asked, providerThat(status))).rejects.toMatchObject({ code: 'DEPENDENCY_ENRICHMENT_FAILED' })
  expect(world.requests).toHaveLength(1)
})

it('forms and documents say what they are, and a token goes in the header alone', async () => {
  const world = providerThat(ok)
  await askAdmin({ ...asked, form: { password: 'a b&c' } }, world)
  await askAdmin({ ...asked, json: { realm: 'r' }, token: 'Bearer t' }, world)

  expect(world.requests).toMatchObject([
    { body: 'password=a+b%26c', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    { body: '{"realm":"r"}', headers: { 'content-type': 'application/json', authorization: 'Bearer t' } },
  ])
})

it.each([
  ['is missing', '{}'],
  ['is empty', '{"id": ""}'],
  ['stands in no JSON', '<html>'],
])('a field that %s is no value', (_, body) => {
  expect(() => fieldOf(body, 'id', '/users')).toThrow('/users gave no id.')
  expect(fieldOf('{"id": 7}', 'id', '/users')).toBe('7')
})
