import { describe, expect, it } from 'vitest'
import { openScripted, openScriptedStore } from '../testing/open-scripted.js'
import type { ScriptedCall } from '../testing/scripted-containers.js'
import { redis } from './redis-store.js'
import { notAccepting } from './run-client.js'

const keeps = 'save\n3600 1\nappendonly\nno\n'
const service = { image: 'redis:7', command: ['redis-server', '--requirepass', 'a secret'] }

/** A server that keeps keys; `answer` overrides what it says to anything but the first question. */
function openServer({ answer, forgets = true }: { answer?: string; forgets?: boolean } = {}) {
  const keys = new Map<string, string>()
  return openScriptedStore(redis, service, ({ options: { input = '' } }: ScriptedCall) => {
    if (input.startsWith('CONFIG')) return { stdout: keeps }
    if (answer !== undefined) return { stdout: answer }
    const lines = input
      .trim()
      .split('\n')
      .map((line) => {
        const [command, key = '', value = ''] = line.split(' ')
        if (command === 'SET') keys.set(key, value)
        if (command === 'DEL' && forgets) keys.clear()
        return { ECHO: key, GET: keys.get(key) ?? '', SET: 'OK', DEL: '3' }[command ?? '']
      })
    return { stdout: `${lines.join('\n')}\n` }
  })
}

describe('a redis store', () => {
  it('seeds, counts and wipes, with nothing secret in arguments', async () => {
    const { store, calls } = await openServer()
    expect(await store.seed()).toBe(3)
    await store.wipe()
    expect(await store.count()).toEqual({ found: 0 })
    for (const { command } of calls) expect(command.join(' ')).not.toMatch(/a secret|[0-9a-f]{48}/)
    expect(calls[0]?.options.env).toMatchObject({ REDISCLI_AUTH: 'a secret' })
  })

  it.each([
    ['an error', 'NOAUTH Authentication required.\n'.repeat(6)],
    ['nothing', ''],
    ['too little', '1\n\n2\n\n'],
    ['H-16: chatter between', '1\n\n2\n\n3\nwarning\n\n'],
  ])('throws, and does not say 0, at %s', async (_, answer) => {
    const { store } = await openServer({ answer })
    await expect(store.count()).rejects.toMatchObject({ code: 'STORE_CLIENT_FAILED' })
  })

  it('does not call a store wiped that still has its keys', async () => {
    const { store } = await openServer({ forgets: false })
    await store.seed()
    await expect(store.wipe()).rejects.toMatchObject({ code: 'STORE_NOT_WIPED' })
  })

  it.each([
    ['saves nothing', { stdout: 'save\n\nappendonly\nno\n' }, 'unwatched', /saves nothing to its volume/],
    ['lets nobody in', { exitCode: 1, stderr: 'WRONGPASS' }, 'unknown', /WRONGPASS/],
    ['has no client', { exitCode: 127, stderr: 'the image has no redis-cli' }, 'unknown', /no redis-cli/],
  ])('only names a server that %s', async (_, answer, backup, reason) => {
    const { opened } = await openScripted(redis, service, () => answer)
    expect(opened).toMatchObject({ kind: 'redis', backup, reason: expect.stringMatching(reason) })
  })

  it.each([
    ['appends only', 'save\n\nappendonly\nyes\n'],
    ['does not tell its settings', 'ERR unknown command CONFIG\nERR unknown command CONFIG\n'],
  ])('watches a server that %s', async (_, stdout) => {
    expect((await openScripted(redis, service, () => ({ stdout }))).opened).toHaveProperty('seed')
  })

  it('throws after a minute in which the server only loads', async () => {
    const opening = openScripted(redis, service, () => ({ exitCode: notAccepting, stderr: 'LOADING' }))
    await expect(opening).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
  })
})
