import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { TranscriptSensor } from '../src/adapters/sensors/transcript-sensor.js'
import type { LoopFacts, WatchedLoop } from '../src/index.js'
import { exampleFacts } from '../src/testing/example-facts.js'
import { FaultBed } from './fault-bed.js'

const zone = process.env.TZ
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

const seconds = (instant: string): number => Date.parse(instant) / 1000

/** What an old client wrote when it met a limit, which it names in words alone, as the watchdog reads it. */
async function meetLimit(at: string, resets: string): Promise<LoopFacts['transcript']> {
  const transcript = join(temporaryFolder(onTestFinished), 'session-1.jsonl')
  const content = [{ type: 'text', text: `You've hit your session limit · resets ${resets}` }]
  const message = { id: 'm1', model: '<synthetic>', content }
  const about = { isApiErrorMessage: true, error: 'rate_limit', timestamp: at }
  writeFileSync(transcript, `${JSON.stringify({ type: 'assistant', uuid: 'limit-1', ...about, message })}\n`)
  const loop = { name: 'builder', transcript } as WatchedLoop
  const seen = await new TranscriptSensor().look(loop, { wall: seconds(at), mono: 1 })
  if (seen.source !== 'transcript' || !seen.sensed.known) throw new Error('the transcript was not read')
  return seen.sensed.value
}

const limits: readonly (readonly [string, string, string, string])[] = [
  ['over the hour that is left out', '2026-03-08T06:58:00Z', '3:02am (America/New_York)', '2026-03-08T07:02:00Z'],
  ['in the hour that is left out', '2026-03-08T06:58:00Z', '2:02am (America/New_York)', '2026-03-08T07:02:00Z'],
  ['in the hour that comes twice', '2026-11-01T05:58:00Z', '1:02am (America/New_York)', '2026-11-01T06:02:00Z'],
  ['over the hour that comes twice', '2026-11-01T05:58:00Z', '2:02am (America/New_York)', '2026-11-01T07:02:00Z'],
]

describe.each(['America/New_York', 'UTC', 'Asia/Tokyo'])('W-61: on a host in the zone %s a limit', (TZ) => {
  it.each(limits)('%s ends when its own zone says so', async (_, at, resets, until) => {
    process.env.TZ = TZ
    const { limit } = await meetLimit(at, resets)
    expect(limit).toMatchObject({ kind: 'five_hour', until: seconds(until) })
  })

  it('that names no zone has no end that anybody knows', async () => {
    process.env.TZ = TZ
    expect((await meetLimit('2026-03-08T06:30:00Z', '3:30am')).limit).toMatchObject({ until: null })
  })
})

describe('when the clocks change in America/New_York', () => {
  it.each(limits.slice(0, 3))(
    'W-61: a limit %s is waited out, and the loop sent on once',
    async (_, at, resets, until) => {
      process.env.TZ = 'America/New_York'
      const bed = new FaultBed(onTestFinished)
      bed.wall = seconds(at)
      bed.facts = exampleFacts(bed.wall)
      bed.see('transcript', { ...(await meetLimit(at, resets)), sessionId: 'session-1' })
      const told: number[] = []
      const before = () => {
        while (told.length < bed.messages.length) told.push(bed.wall)
      }
      await bed.watch({ ticks: (seconds(until) - seconds(at)) / 5 + 30, before })

      expect(bed).toMatchObject({ starts: [], others: [] })
      expect(told).toHaveLength(1)
      expect(told[0]).toBeGreaterThanOrEqual(seconds(until) + 60)
    },
  )

  it.each(['2026-03-08T06:58:00Z', '2026-11-01T05:58:00Z'])(
    'soon after %s nobody is taken for dead, and an agent that is killed then is healed once',
    async (at) => {
      process.env.TZ = 'America/New_York'
      const bed = new FaultBed(onTestFinished)
      bed.wall = seconds(at)
      bed.facts = exampleFacts(bed.wall)
      const atTheChange = 24
      await bed.watch({ ticks: 48, before: (tick) => tick === atTheChange && bed.kill() })
      expect(bed).toMatchObject({ starts: ['resume'], others: [] })
    },
  )
})
