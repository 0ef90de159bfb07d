import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { openScripted, openScriptedStore } from '../testing/open-scripted.js'
import type { ScriptedCall } from '../testing/scripted-containers.js'
import { mongodb } from './mongodb-store.js'
import { notAccepting } from './run-client.js'

const service = { image: 'mongo:7', environment: { MONGO_INITDB_ROOT_PASSWORD_FILE: '/run/secrets/pw' } }

interface Request {
  readonly rows: ReadonlyArray<{ readonly _id: string; readonly value: string }>
}

type Shell = 'mongosh' | 'mongo'

/**
 * Runs the program that is sent, as either shell does: mongosh has Node’s `process`, mongo has `_getEnv`. Of the server
 * there is only what the program uses, with the answers that the manual of MongoDB 7 shows.
 */
function runProgram(shell: Shell, call: ScriptedCall, collections: Map<string, Request['rows']>): string {
  const env = { CC_CI_USER: 'root', CC_CI_PASSWORD: 'a secret', CC_CI_DATABASE: '', ...call.options.env }
  const printed: string[] = []
  const databases = { databases: ['admin', 'config', 'local', 'wekan'].map((name) => ({ name })) }
  const database = (name: string) => ({
    auth: (user: string, password: string) => user === 'root' && password === 'a secret',
    runCommand: () => databases,
    getCollection: () => ({
      drop: () => collections.delete(name),
      insertMany: (rows: Request['rows']) => {
        collections.set(name, rows)
        return { acknowledged: true }
      },
      find: () => ({ sort: () => ({ toArray: () => collections.get(name) ?? [] }) }),
    }),
  })
  const reading = shell === 'mongosh' ? { process: { env } } : { _getEnv: (name: keyof typeof env) => env[name] }
  const print = (line: string) => printed.push(line)
  runInNewContext(call.options.input ?? '', { ...reading, print, db: { getSiblingDB: database } })
  return `${printed.join('\n')}\n`
}

function openServer(shell: Shell = 'mongosh', around = (answer: string) => answer) {
  const collections = new Map<string, Request['rows']>()
  const opening = openScriptedStore(mongodb, service, (call) => ({
    stdout: around(runProgram(shell, call, collections)),
  }))
  return opening.then((opened) => ({ ...opened, collections }))
}

describe('a mongodb store, against recorded exchanges', () => {
  it.each<[string, Shell, (answer: string) => string]>([
    ['mongosh', 'mongosh', (answer) => answer],
    ['the older mongo', 'mongo', (answer) => answer],
    ['H-16: a shell that warns', 'mongosh', (answer) => `DeprecationWarning: use insertMany\n${answer}true\n`],
  ])('seeds, counts and wipes through %s, in the database of the app', async (_, shell, around) => {
    const { store, calls, collections } = await openServer(shell, around)
    expect(await store.count()).toEqual({ found: 0 })
    expect(await store.seed()).toBe(3)
    expect([...collections.keys()]).toEqual(['wekan'])
    expect(await store.count()).toEqual({ found: 3 })
    await store.wipe()
    expect(await store.count()).toEqual({ found: 0 })
    for (const { command } of calls) expect(command.join(' ')).not.toMatch(/[0-9a-f]{48}|a secret/)
  })

  it.each([
    ['nothing', ''],
    ['an answer of another shape', '{"ccCi":null}\n'],
    ['half an answer', '{"ccCi":[{"_id":"1"'],
    ['two answers', '{"ccCi":[]}\n{"ccCi":[]}\n'],
  ])('throws, and does not say 0, at %s', async (_, stdout) => {
    let opened = false
    const { store } = await openScriptedStore(mongodb, service, () => {
      if (opened) return { stdout }
      opened = true
      return { stdout: '{"ccCi":[]}\n' }
    })
    await expect(store.count()).rejects.toMatchObject({ code: 'STORE_CLIENT_FAILED' })
  })

  it('does not count a document with another value', async () => {
    const { store } = await openServer('mongosh', (answer) => answer.replace(/"value":"./, '"value":"x'))
    expect(await store.seed()).toBe(2)
  })

  it('only names a server that lets nobody in', async () => {
    const stderr = 'MongoServerError: Authentication failed.'
    const { opened } = await openScripted(mongodb, service, () => ({ exitCode: 1, stderr }))
    expect(opened).toMatchObject({ backup: 'unknown', reason: expect.stringContaining(stderr) })
  })

  it('waits a minute for a server that refuses connections', async () => {
    const stderr = 'MongoNetworkError: connect ECONNREFUSED 127.0.0.1:27017'
    const opening = openScripted(mongodb, service, () => ({ exitCode: notAccepting, stderr }))
    await expect(opening).rejects.toMatchObject({ code: 'STORE_UNREACHABLE', message: expect.stringContaining(stderr) })
  })
})
