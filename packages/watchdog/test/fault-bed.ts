import { watchdogSettingsSchema } from '@cc-ci/contracts/watchdog-settings'
import type { Clock } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import {
  type ControlOutcome,
  createReducer,
  type JournalLine,
  type LoopControl,
  type LoopFacts,
  type LoopSensor,
  type LoopSource,
  readJournal,
  sense,
  type WatchEnd,
  type WatchedLoop,
  WatchJournalFile,
  watch,
} from '../src/index.js'
import type { WatchJournal } from '../src/ports/watch-journal.js'
import { exampleCommonFacts, exampleFacts } from '../src/testing/example-facts.js'

/** 2026-01-05 08:00 UTC. */
const start = 1_767_600_000
const sources = ['process', 'registry', 'transcript', 'hooks', 'statusline', 'pane', 'work', 'credentials'] as const

/** What the whole watchdog dies of in a test, as it would of SIGKILL. */
class Crash extends Error {}

/** Which line of the journal is the last thing that a watchdog did, and whether that line was still written. */
export interface CrashPoint {
  readonly line: number
  readonly written: boolean
}

export interface WatchChoice {
  /** Ends after so many ticks. */
  readonly ticks: number
  /** Called before each tick, with its number from 1. */
  readonly before?: (tick: number) => void
  readonly crashAt?: CrashPoint
  /** What the disk answers to a line that is to be written. */
  readonly disk?: () => Error | undefined
}

/**
 * One loop in memory under the real watchdog, with its real journal in a folder, in a time that goes on only from tick to
 * tick. What a watchdog remembers lies in the folder alone: each `watch` is another process.
 */
export class FaultBed {
  readonly folder: string
  /** What was done to the loop: each start, each message. */
  readonly starts: string[] = []
  readonly messages: string[] = []
  readonly others: string[] = []
  readonly said: string[] = []
  wall = start
  mono = 1000
  facts: LoopFacts = exampleFacts(start)
  readonly #settings = watchdogSettingsSchema.parse({ steady: 5, stagger: 1 })

  constructor(whenDone: (remove: () => void) => void) {
    this.folder = temporaryFolder(whenDone)
  }

  see<Source extends LoopSource>(source: Source, change: Partial<LoopFacts[Source]>): void {
    this.facts = { ...this.facts, [source]: { ...this.facts[source], ...change } }
  }

  /** Its agent is killed. */
  kill(): void {
    this.see('runner', { running: false, exit: { code: null, signal: 'SIGKILL', at: this.wall } })
    this.see('process', { alive: false })
    this.see('registry', { own: null })
    this.see('pane', { server: 'gone', turn: 'unknown', composer: 'none' })
  }

  /** Time goes on without anybody looking. */
  sleep(seconds: number): void {
    this.wall += seconds
    this.mono += seconds
  }

  lines(): readonly JournalLine[] {
    return readJournal(this.folder).lines
  }

  /** Undefined for one that crashed. */
  async watch(choice: WatchChoice): Promise<WatchEnd | undefined> {
    const ending = new AbortController()
    const life = { dead: false }
    const file = new WatchJournalFile(this.folder)
    const options = { settings: this.#settings, version: '0.0.0', bootId: 'boot-1', dryRun: false, once: false }
    const say = (line: string) => void this.said.push(line)
    try {
      const end = await watch(
        { ...options, signal: ending.signal, say },
        {
          clock: this.#clock(choice, () => ending.abort()),
          now: () => this.#now(life),
          journal: breakable(file, choice, life),
          reduce: createReducer(this.#settings),
          control: this.#control(life),
          diagnose: async () => 'nothing was kept',
          notices: { put: () => {}, clear: () => {}, deliver: () => {}, settle: async () => {} },
          beat: () => undefined,
          loopSensors: sources.map((source) => this.#sensor(source)),
          commonSensors: [
            {
              pace: 'fast',
              look: async (at) => ({
                source: 'host',
                sensed: await sense(at, () => ({ ...exampleCommonFacts.host, leader: file.isOurs() })),
              }),
            },
          ],
        },
      )
      // It died when it had nothing more to do but to say so.
      return life.dead ? undefined : end
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      file.close()
      return undefined
    }
  }

  #now({ dead }: { dead: boolean }) {
    if (dead) throw new Crash()
    return { wall: this.wall, mono: this.mono }
  }

  #clock({ ticks, before }: WatchChoice, end: () => void): Clock {
    let tick = 0
    const goOn = async (ms: number) => {
      // What was begun beside the looking gets its turn.
      await new Promise((resolve) => setImmediate(resolve))
      tick += 1
      if (tick > ticks) return end()
      this.sleep(ms / 1000)
      before?.(tick)
    }
    return { now: () => new Date(this.wall * 1000), monotonic: () => this.mono * 1000, sleep: goOn }
  }

  #sensor(source: (typeof sources)[number]): LoopSensor {
    return {
      pace: source === 'pane' || source === 'process' ? 'steady' : 'fast',
      look: async (loop, at) =>
        ({ source, loop: loop.name, sensed: { known: true, value: this.facts[source], at } }) as Awaited<
          ReturnType<LoopSensor['look']>
        >,
    }
  }

  #control(life: { dead: boolean }): LoopControl {
    const act = (doIt: () => string): Promise<ControlOutcome> => {
      // A dead process does nothing and hears of nothing.
      if (life.dead) return new Promise(() => {})
      return Promise.resolve({ outcome: 'done', detail: doIt() })
    }
    const other = (what: string) => () => act(() => `${this.others.push(what)}`)
    return {
      loops: async () => [this.#watched()],
      nudge: (_, { id, text }) => act(() => this.#tell(id, text)),
      restart: (_, { conversation }) => act(() => this.#start(conversation)),
      choose: other('choose'),
      interrupt: other('interrupt'),
      giveUp: other('giveUp'),
      tearDown: other('tearDown'),
      closeTerminals: other('closeTerminals'),
      handOver: async () => ({ prompt: '', phase: null, status: '', commits: [], uncommitted: [], lastAnswer: '' }),
    }
  }

  #tell(id: string, text: string): string {
    this.messages.push(text.replace(id, ''))
    this.see('transcript', { acknowledged: [...this.facts.transcript.acknowledged, id] })
    return 'its transcript has it'
  }

  #start(conversation: string): string {
    const number = this.starts.push(conversation)
    const { wall } = this
    this.see('runner', { running: true, runId: `run-${number + 1}`, startedAt: wall, exit: null })
    this.see('process', { alive: true })
    this.see('registry', { own: { status: 'idle', waitingFor: null, since: wall } })
    this.see('transcript', { last: { uuid: `record-${number + 1}`, at: wall + 1, kind: 'answer' }, grewAt: wall })
    this.see('pane', { server: 'present', turn: 'idle', composer: 'empty' })
    return 'it goes on'
  }

  #watched(): WatchedLoop {
    const { runner } = this.facts
    const nowhere = { clientFolder: '/nowhere', clientProgram: 'agent', statusline: '/nowhere', hookSpool: '/nowhere' }
    return {
      name: 'builder',
      role: 'builder',
      runner,
      folder: '/nowhere',
      transcript: null,
      terminal: null,
      ...nowhere,
    }
  }
}

/** The real journal, under a watchdog that dies at one of its lines or has a disk that says no. */
function breakable(file: WatchJournalFile, { crashAt, disk }: WatchChoice, life: { dead: boolean }): WatchJournal {
  let lines = 0
  const ask = () => {
    if (life.dead) throw new Crash()
    const refused = disk?.()
    if (refused !== undefined) throw refused
  }
  const die = (when: boolean) => {
    if (!when) return
    life.dead = true
    throw new Crash()
  }
  const append: WatchJournal['append'] = (at, entries, durable) => {
    for (const entry of entries) {
      ask()
      lines += 1
      const isLast = lines === crashAt?.line
      die(isLast && !crashAt?.written)
      file.append(at, [entry], durable)
      die(isLast)
    }
  }
  return {
    epoch: file.epoch,
    found: file.found,
    append,
    snapshot: (at, state) => {
      ask()
      file.snapshot(at, state)
    },
    get full() {
      return file.full
    },
    isOurs: () => file.isOurs(),
    close: () => file.close(),
  }
}
