import { recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { ManualClock } from '@cc-ci/kernel/testing'
import { describe, expect, it } from 'vitest'
import type { HttpAnswer, HttpTarget } from '../ports/http-probe.js'
import type { TcpAnswer } from '../ports/tcp-probe.js'
import type { Failure } from '../verdict/failure.js'
import { type ServingRequest, waitUntilServing } from './wait-until-serving.js'

/** A status, or why nothing answered. */
type Seen = number | string

interface Script {
  /** What the app answers, one after the other; the last one stays. */
  readonly http?: readonly Seen[]
  /** Which connections succeed; begins anew at the end. */
  readonly tcp?: readonly boolean[]
  readonly settings?: Parameters<typeof recipeSettingsSchema.parse>[0]
  readonly failureMeanwhile?: (asked: number) => Failure | undefined
  readonly signal?: AbortSignal
}

function wait({ http = [200], tcp = [], settings, failureMeanwhile = () => undefined, signal }: Script) {
  const clock = new ManualClock()
  const waits: string[] = []
  const asked: HttpTarget[] = []
  let connects = 0
  let failuresAsked = 0
  const request: ServingRequest = {
    domain: 'wiki.ci.test',
    settings: recipeSettingsSchema.parse(settings ?? {}),
    signal: signal ?? new AbortController().signal,
    failureMeanwhile: async () => failureMeanwhile(++failuresAsked),
    onWait: (why) => waits.push(why),
  }
  const world = {
    clock,
    http: {
      get: async (target: HttpTarget) => {
        asked.push(target)
        return answerOf(http[Math.min(asked.length, http.length) - 1] ?? 200)
      },
    },
    tcp: {
      connect: async (): Promise<TcpAnswer> =>
        tcp[connects++ % tcp.length] === true ? { connected: true } : { connected: false, why: 'ECONNREFUSED' },
    },
  }
  return { clock, waits, asked, tcpCount: () => connects, outcome: waitUntilServing(request, world) }
}

function answerOf(seen: Seen): HttpAnswer {
  if (typeof seen === 'string') return { answered: false, why: seen }
  return { answered: true, status: seen, server: undefined, location: undefined, body: '', verifiedTls: true }
}

describe('an app', () => {
  it('serves at once, asked for its health path', async () => {
    const run = wait({ settings: { healthPath: '/status' } })

    expect(await run.outcome).toEqual({ serving: true, seconds: 0 })
    expect(run.asked).toEqual([{ domain: 'wiki.ci.test', path: '/status', timeoutMs: 5_000 }])
    expect(run.waits).toEqual([])
  })

  it('R-13: may answer 503 three times before it serves', async () => {
    const run = wait({ http: [503, 503, 503, 200] })

    expect(await run.outcome).toEqual({ serving: true, seconds: 0.3 })
    expect(run.waits).toEqual(Array(3).fill('/: HTTP 503, accepted are 200, 301, 302'))
  })

  it('R-13: that never serves is waited for to the end; what it said last is kept', async () => {
    const run = wait({ http: ['connection refused', 502, 503], settings: { httpTimeout: 30 } })
    const outcome = await run.outcome

    expect(outcome).toMatchObject({ serving: false, failure: { class: 'recipe', code: 'NOT_SERVING' } })
    expect(outcome).toMatchObject({ failure: { evidence: expect.stringMatching(/within 30 s; last: \/: HTTP 503/) } })
    expect(run.clock.monotonic()).toBe(30_000)
  })

  it('V-17: is not to blame for a certificate that is not valid yet: a clock is wrong', async () => {
    const why = 'the certificate for wiki.ci.test could not be verified: certificate is not yet valid'
    const claimed = `redirected to ${why}`

    expect(await wait({ http: [why] }).outcome).toMatchObject({ failure: { class: 'infra', code: 'CLOCK_WRONG' } })
    expect(await wait({ http: [claimed] }).outcome).toMatchObject({ failure: { class: 'recipe', code: 'NOT_SERVING' } })
  })

  it('is asked once more when its time has just ended', async () => {
    const run = wait({ http: [...Array(10).fill(503), 200], settings: { httpTimeout: 1 } })

    expect(await run.outcome).toEqual({ serving: true, seconds: 1 })
  })

  it.each([
    ['V-11: is only known to the proxy', 404],
    ['V-12: refuses', 'connection refused'],
  ])('never serves when it %s', async (_, seen) => {
    expect(await wait({ http: [seen] }).outcome).toMatchObject({ serving: false })
  })

  it('is not waited for when its stack fails meanwhile', async () => {
    const failure: Failure = { class: 'app', code: 'CRASH_LOOP', evidence: 'db crashed' }
    const run = wait({ http: [503], failureMeanwhile: (asked) => (asked === 3 ? failure : undefined) })

    expect(await run.outcome).toEqual({ serving: false, failure })
    expect(run.clock.monotonic()).toBe(200)
  })

  it('is not waited for when the run ends', async () => {
    const reason = new Error('cancelled')
    await expect(wait({ http: [503], signal: AbortSignal.abort(reason) }).outcome).rejects.toBe(reason)
  })
})

describe('R-07: the ready probe of a TCP port', () => {
  const settings = { readyProbe: { tcpHost: '10.0.0.1', tcpPort: 64_738 }, httpTimeout: 10 }

  it('needs three connections in a row', async () => {
    const run = wait({ settings, tcp: [true, true, false, true, true, true] })

    expect(await run.outcome).toMatchObject({ serving: true })
    expect(run.tcpCount()).toBe(6)
  })

  it('never holds for a port that flaps, and says so', async () => {
    const run = wait({ settings, tcp: [true, true, false] })

    expect(await run.outcome).toMatchObject({ failure: { code: 'NOT_SERVING' } })
    expect(run.waits).toContain('port 64738: 2 of 3 connections in a row')
    expect(run.waits).toContain('port 64738: ECONNREFUSED')
  })

  it('is asked only once the app serves, and shares its time', async () => {
    const run = wait({ settings, http: [...Array(90).fill(503), 200], tcp: [false] })

    expect(await run.outcome).toMatchObject({ failure: { evidence: expect.stringContaining('port 64738') } })
    expect(run.clock.monotonic()).toBe(10_000)
    expect(run.tcpCount()).toBeLessThan(15)
  })
})

describe('the ready probe of a path', () => {
  it('is asked under its own host, with its own accepted status', async () => {
    const run = wait({
      http: [200, 200, 204],
      settings: { readyProbe: { path: '/ready', ok: [204], host: 'api.ci.test' } },
    })

    expect(await run.outcome).toMatchObject({ serving: true })
    expect(run.asked.map(({ domain, path }) => domain + path)).toEqual([
      'wiki.ci.test/',
      'api.ci.test/ready',
      'api.ci.test/ready',
    ])
    expect(run.waits).toEqual(['ready probe /ready: HTTP 200, accepted are 204'])
  })

  it('is asked under the app’s domain when it names no host', async () => {
    const run = wait({ settings: { readyProbe: { path: '/ready' } } })
    await run.outcome

    expect(run.asked.at(-1)).toMatchObject({ domain: 'wiki.ci.test', path: '/ready' })
  })
})
