import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { HookSensor } from '../src/adapters/sensors/hook-sensor.js'
import type { LoopFacts, WatchedLoop } from '../src/index.js'
import { Scene } from '../src/testing/index.js'

/** Number of its tool calls, and whether a task goes on in the background after it. */
interface Turn {
  readonly tools: number
  readonly task: boolean
}

/** What becomes of one event: how often it is written, and behind how many others it comes. */
interface Fate {
  readonly copies: number
  readonly late: number
}

const turns = fc.array(fc.record({ tools: fc.nat({ max: 3 }), task: fc.boolean() }), { minLength: 1, maxLength: 4 })
const fates = fc.array(fc.record({ copies: fc.constantFrom(0, 1, 1, 2), late: fc.nat({ max: 4 }) }), {
  minLength: 8,
  maxLength: 32,
})
const asWritten: Fate = { copies: 1, late: 0 }

function eventsOf({ tools, task }: Turn, prompt: number): readonly string[] {
  const event = (hook_event_name: string, more: object = {}) =>
    JSON.stringify({ session_id: 'session-1', prompt_id: `p${prompt}`, hook_event_name, ...more })
  const calls = Array.from({ length: tools }, (_, call) => ({ tool_use_id: `${prompt}-${call}` }))
  const background_tasks = task ? [{ id: `t${prompt}`, status: 'running' }] : []
  return [
    event('UserPromptSubmit'),
    ...calls.flatMap((call) => [event('PreToolUse', call), event('PostToolUse', call)]),
    event('Stop', { stop_hook_active: false, background_tasks }),
  ]
}

function befall(lines: readonly string[], fateOf: (index: number) => Fate): readonly string[] {
  return lines
    .map((line, index) => ({ line, index, ...fateOf(index) }))
    .toSorted((one, other) => one.index + one.late - other.index - other.late)
    .flatMap(({ line, copies }) => Array.from({ length: copies }, () => line))
}

function openSpool() {
  const spool = join(temporaryFolder(onTestFinished), 'hooks.jsonl')
  return {
    spool,
    begin: () => writeFileSync(spool, ''),
    add: (lines: readonly string[]) => appendFileSync(spool, lines.map((line) => `${line}\n`).join('')),
  }
}

async function read(sensor: HookSensor, hookSpool: string): Promise<LoopFacts['hooks']> {
  const seen = await sensor.look({ name: 'builder', hookSpool } as WatchedLoop, { wall: 1, mono: 1 })
  if (seen.source !== 'hooks' || !seen.sensed.known) throw new Error('the spool was not read')
  return seen.sensed.value
}

it('W-12, W-15: hooks that are written twice, now or later, tell what they tell once', async () => {
  const { spool, begin, add } = openSpool()
  const fact = async (lines: readonly string[]) => {
    begin()
    const sensor = new HookSensor()
    for (let from = 0; from < lines.length; from += 3) {
      add(lines.slice(from, from + 3))
      await read(sensor, spool)
    }
    const { last, ...rest } = await read(sensor, spool)
    return { ...rest, event: last?.event }
  }
  await fc.assert(
    fc.asyncProperty(turns, fates, async (all, seeds) => {
      const lines = all.flatMap(eventsOf)
      const again = lines.filter((_, index) => seeds[index % seeds.length]?.copies === 2)
      expect(await fact([...lines, ...again])).toEqual(await fact(lines))
    }),
    { numRuns: 25 },
  )
})

it.each([
  ['with', true],
  ['without', false],
])(
  'W-11, W-14: hooks that are lost, doubled and late never end, interrupt or restart an agent %s a registry',
  async (_, registered) => {
    const { spool, begin, add } = openSpool()
    await fc.assert(
      fc.asyncProperty(turns, fates, async (all, seeds) => {
        begin()
        const sensor = new HookSensor()
        const scene = new Scene({ rules: (defaults) => ({ ...defaults, longTurn: 600 }) })
        const live = async (lines: readonly string[], turn: 'idle' | 'busy') => {
          add(lines)
          const { wall } = scene.now
          scene.see('hooks', { ...(await read(sensor, spool)), last: lastAt(await read(sensor, spool), wall) })
          scene.see('registry', { own: registered ? { status: turn, waitingFor: null, since: wall } : null })
          for (const part of [1, 2, 3]) scene.see('pane', { turn, hash: `${turn} ${part} ${wall}` }).pass(15)
        }
        for (const [prompt, turn] of all.entries()) {
          const lines = befall(eventsOf(turn, prompt), (index) => seeds[(prompt + index) % seeds.length] ?? asWritten)
          const half = Math.ceil(lines.length / 2)
          await live(lines.slice(0, half), 'busy')
          const { wall } = scene.now
          scene.see('transcript', {
            last: { uuid: `r${prompt}`, at: wall, kind: 'answer' },
            succeededAt: wall,
            grewAt: wall,
          })
          await live(lines.slice(half), 'idle')
          scene.pass(700)
        }
        scene.pass(1800)

        const kinds = new Set(scene.actions.map(({ kind }) => kind))
        for (const allowed of ['alert', 'clear', 'nudge'] as const) kinds.delete(allowed)
        expect([...kinds]).toEqual([])
        const keys = scene.loop().nudges.map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
      }),
      { numRuns: 15 },
    )
  },
)

/** In the time of the scene, for the spool has that of the file. */
function lastAt({ last }: LoopFacts['hooks'], wall: number): LoopFacts['hooks']['last'] {
  return last === null ? null : { ...last, at: wall }
}
