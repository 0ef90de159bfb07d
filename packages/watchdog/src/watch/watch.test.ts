import { watchdogSettingsSchema } from '@cc-ci/contracts/watchdog-settings'
import { ManualClock } from '@cc-ci/kernel/testing'
import { expect, it } from 'vitest'
import type { Action } from '../decide/action.js'
import type { Instant } from '../decide/instant.js'
import type { Observation } from '../decide/observation.js'
import { createReducer, initialState, type Reduce } from '../decide/reduce.js'
import type { JournalLine } from '../journal/journal-entry.js'
import { unfoldJournal } from '../journal/unfold-journal.js'
import type { LoopControl, WatchedLoop } from '../ports/loop-control.js'
import type { LoopSensor } from '../ports/sensors.js'
import type { WatchJournal } from '../ports/watch-journal.js'
import { watch } from '../watch.js'
import type { WatchOptions, WatchWorld } from './watch-world.js'

const builder = {
  name: 'builder',
  role: 'builder',
  runner: { running: true, startedAt: 500, held: null },
} as unknown as WatchedLoop

function restart(id: string, at: Instant): Action {
  const how = { kind: 'restart', loop: 'builder', conversation: 'resume', counter: 'crash' } as const
  return { ...how, id, at, why: 'it is dead', evidence: [] }
}

const settings = watchdogSettingsSchema.parse({})
const foldFacts = createReducer(settings)

interface Scene {
  readonly found?: Partial<WatchJournal['found']>
  readonly options?: Partial<WatchOptions>
  /** What is decided at each tick, counted from 1. */
  readonly decide?: (tick: number, at: Instant) => readonly Action[]
  /** Throws as a full disk does. */
  readonly full?: (line: JournalLine) => boolean
  readonly ours?: () => boolean
  readonly ticks?: number
}

/** Watches one loop for some ticks; gives all that happened, in order. */
async function play({ found, options, decide = () => [], full, ours = () => true, ticks = 3 }: Scene) {
  const clock = new ManualClock()
  const ending = new AbortController()
  const lines: JournalLine[] = []
  const calls: { observation: Observation; now: Instant }[] = []
  const done: string[] = []
  const told: string[] = []
  const said: string[] = []
  const journal: WatchJournal = {
    epoch: 2,
    found: { snapshot: null, lines: [], unfinished: [], quarantined: [], ...found },
    append(at, entries) {
      for (const entry of entries) {
        const line = { seq: lines.length + 1, epoch: 2, at, ...entry }
        if (full?.(line) === true) throw new Error('ENOSPC')
        lines.push(line)
      }
    },
    snapshot: () => undefined,
    full: false,
    isOurs: ours,
    close: () => undefined,
  }
  let tick = 0
  const reduce: Reduce = (state, observation, now) => {
    calls.push({ observation, now })
    if (observation.source !== 'tick') return foldFacts(state, observation, now)
    tick += 1
    if (tick === ticks) ending.abort()
    return { state: { ...state, tick: now }, actions: decide(tick, now) }
  }
  const sensor: LoopSensor = {
    pace: 'steady',
    look: async ({ name }, at) => ({
      source: 'work',
      loop: name,
      sensed: { known: true, value: { commit: 'c', committedAt: 1, waitingUntil: null, handOver: null }, at },
    }),
  }
  const acts = (what: string) => async (loop: string) => {
    done.push(`${what} ${loop} after line ${lines.length}`)
    return { outcome: 'done', detail: 'so it is' } as const
  }
  const world: WatchWorld = {
    clock,
    now: () => ({ wall: clock.now().getTime() / 1000, mono: clock.monotonic() / 1000 }),
    journal,
    reduce,
    control: { loops: async () => [builder], restart: acts('restart') } as unknown as LoopControl,
    notices: {
      put: ({ id }) => void told.push(id),
      clear: () => undefined,
      deliver: () => undefined,
      settle: async () => undefined,
    },
    diagnose: async () => '',
    beat: () => undefined,
    loopSensors: [sensor],
    commonSensors: [],
  }
  const asked = { settings, version: '1', bootId: 'b', dryRun: false, once: false, ...options }
  const end = await watch({ ...asked, signal: ending.signal, say: (line) => void said.push(line) }, world)
  return { lines, calls, done, told, said, end, kinds: lines.map(({ kind }) => kind) }
}

const once = (tick: number, at: Instant) => (tick === 1 ? [restart('a1', at)] : [])

it('writes down what it will do before it does it, and then what came of it', async () => {
  const { lines, done } = await play({ decide: once })
  const intended = lines.find(({ kind }) => kind === 'intended')
  expect(done).toEqual([`restart builder after line ${intended?.seq}`])
  expect(lines.filter(({ kind }) => kind === 'finished')).toMatchObject([
    { result: { actionId: 'a1', loop: 'builder', outcome: 'done', detail: 'so it is' } },
  ])
})

it('writes down only what changed, and yet a journal gives back every call of the reducer', async () => {
  const { lines, calls, kinds } = await play({ decide: once, ticks: 20 })
  expect(kinds.filter((kind) => kind === 'observed')).toHaveLength(3)
  const unfolded = [...unfoldJournal(lines, initialState)].map(({ observation, now }) => ({ observation, now }))
  const inOrder = (all: typeof calls) => all.map((call) => JSON.stringify(call)).sort()
  // A second list of the same loops says nothing new, and is not repeated.
  const [first, ...others] = calls.filter(({ observation }) => observation.source === 'watched')
  expect(inOrder(unfolded)).toEqual(inOrder([...calls.filter((call) => !others.includes(call))]))
  expect(first).toBeDefined()
})

it('does nothing that it could not write down before', async () => {
  const { done, lines, said } = await play({ decide: once, full: ({ kind }) => kind === 'intended' })
  expect(done).toEqual([])
  expect(said).toContain('The journal cannot be written: ENOSPC')
  expect(lines).toContainEqual(expect.objectContaining({ result: expect.objectContaining({ outcome: 'refused' }) }))
})

it('what a crash cut off is found by looking, and not done again', async () => {
  const at = { wall: 400, mono: 1 }
  const { done, lines } = await play({ found: { unfinished: [restart('a0', at)] } })
  expect(done).toEqual([])
  expect(lines.filter(({ kind }) => kind === 'finished')).toMatchObject([
    { result: { actionId: 'a0', outcome: 'done', detail: 'after a crash: it was started since' } },
  ])
})

it('what people were to be told when it crashed is told, and told by the same id', async () => {
  const at = { wall: 400, mono: 1 }
  const matter = { loop: 'builder', key: 'k', severity: 'page', title: 't', text: '', why: 'w', evidence: [] } as const
  const { told, lines } = await play({ found: { unfinished: [{ kind: 'alert', id: 'a0', at, ...matter }] } })
  expect(told).toEqual(['a0'])
  expect(lines.filter(({ kind }) => kind === 'finished')).toMatchObject([
    { result: { actionId: 'a0', outcome: 'done' } },
  ])
})

it('W-71: with a damaged journal it only observes, and says what to look at', async () => {
  const { done, said, lines } = await play({ decide: once, found: { quarantined: ['/state/journal.corrupt-1.jsonl'] } })
  expect(done).toEqual([])
  expect(said.join('\n')).toMatch(/Only observes: .*\/state\/journal\.corrupt-1\.jsonl[\s\S]*would restart builder/)
  expect(lines).toContainEqual(expect.objectContaining({ result: expect.objectContaining({ outcome: 'refused' }) }))
})

it('a dry run says what it would do, and does nothing', async () => {
  const { done, said, kinds } = await play({ decide: once, options: { dryRun: true } })
  expect(done).toEqual([])
  expect(kinds).not.toContain('intended')
  expect(said).toContain('would restart builder (crash; the conversation goes on): it is dead')
})

it('an old watchdog does nothing more once a later one has begun, and ends', async () => {
  const { done, end } = await play({ decide: once, ours: () => false })
  expect(done).toEqual([])
  expect(end.reason).toBe('another watchdog took over')
})

it('asked for one tick, it waits for what that began', async () => {
  const { done, end, kinds } = await play({ decide: once, options: { once: true }, ticks: 99 })
  expect(done).toHaveLength(1)
  expect(kinds.slice(-2)).toEqual(['finished', 'ended'])
  expect(end).toMatchObject({ reason: 'one tick was asked for', actions: 1, epoch: 2 })
})
