import { ManualClock } from '@cc-ci/kernel/testing'
import { expect, it } from 'vitest'
import type { HttpAnswer } from '../ports/http-probe.js'
import { DowntimeMeter } from './downtime-meter.js'

type Seen = readonly [status: number | 'refused', tookMs: number]

/** Measures until every answer was given; the clock moves by what each one took, and between them by the meter's pause. */
async function measure(...script: readonly Seen[]) {
  const clock = new ManualClock()
  const asked: string[] = []
  const rest = [...script]
  let meter: DowntimeMeter | undefined
  const seconds = await new Promise<number>((resolve) => {
    const get = async ({ domain, path }: { domain: string; path: string }): Promise<HttpAnswer> => {
      await Promise.resolve()
      asked.push(domain + path)
      const [status, tookMs] = rest.shift() ?? [200, 0]
      clock.advance(tookMs)
      if (rest.length === 0 && meter !== undefined) resolve(meter.stop())
      if (status === 'refused') return { answered: false, why: 'refused' }
      return { answered: true, status, server: undefined, location: undefined, body: '', verifiedTls: true }
    }
    meter = new DowntimeMeter({ domain: 'wiki.ci.test', path: '/status', ok: [200] }, { clock, http: { get } })
  })
  return { seconds, asked }
}

it.each<[string, number, readonly Seen[]]>([
  [
    'always served',
    0,
    [
      [200, 0],
      [200, 100],
      [200, 0],
    ],
  ],
  [
    'was down for two pauses',
    0.5,
    [
      [200, 0],
      [503, 0],
      [503, 0],
      [200, 0],
    ],
  ],
  [
    'was down while it was asked',
    0.35,
    [
      [200, 0],
      ['refused', 100],
      [200, 0],
    ],
  ],
  [
    'was down twice',
    0.5,
    [
      [200, 0],
      [404, 0],
      [200, 0],
      ['refused', 0],
      [200, 0],
    ],
  ],
  [
    'never answered in time',
    4.25,
    [
      ['refused', 2_000],
      ['refused', 2_000],
    ],
  ],
])('an app that %s was down for %f s', async (_, expected, script) => {
  const { seconds, asked } = await measure(...script)

  expect(seconds).toBe(expected)
  expect(asked).toEqual(script.map(() => 'wiki.ci.test/status'))
})
