import type { Action } from '../decide/action.js'
import type { ResultFact } from '../decide/facts.js'
import type { Instant } from '../decide/instant.js'
import { doneAlert } from '../decide/judge-completion.js'
import type { Observation } from '../decide/observation.js'
import { initialState } from '../decide/reduce.js'
import type { WatchState } from '../decide/watch-state.js'
import { describeAction } from '../explain/describe-action.js'
import type { JournalEntry } from '../journal/journal-entry.js'
import { unfoldJournal } from '../journal/unfold-journal.js'
import { ActionRunner } from './action-runner.js'
import { ChangeFilter } from './change-filter.js'
import { describeHeartbeat } from './describe-heartbeat.js'
import { lookAround } from './look-around.js'
import { Pacer } from './pacer.js'
import { neverBegun, reconcile } from './reconcile.js'
import type { WatchOptions, WatchWorld } from './watch-world.js'

/** One run of the watchdog: its state, and the steps of a tick in their order. */
export class Watch {
  readonly #options: WatchOptions
  readonly #world: WatchWorld
  readonly #pacer: Pacer
  readonly #runner: ActionRunner
  readonly #changes = new ChangeFilter()
  #state: WatchState = initialState
  #unfinished: readonly Action[] = []
  /** What was to be told, and perhaps was not: telling it again changes nothing where it was. */
  #untold: readonly Action[] = []
  /** Why nothing may be done. */
  #observesOnly: string | null = null
  readonly #broken = new Set<string>()
  #isFirstLook = true
  /** Monotonic seconds at which this run began. */
  #beganAt = 0
  /** How many were begun. */
  actions = 0

  constructor(options: WatchOptions, world: WatchWorld) {
    this.#options = options
    this.#world = world
    this.#pacer = new Pacer(options.settings)
    this.#runner = new ActionRunner(world)
  }

  /** Remembers what the last start knew, and what it was about to do. */
  begin(): void {
    const { journal, reduce, now } = this.#world
    const { snapshot, lines, unfinished, quarantined } = journal.found
    this.#beganAt = now().mono
    this.#state = snapshot?.state ?? initialState
    const begun = new Set(lines.flatMap((line) => (line.kind === 'intended' ? [line.action.id] : [])))
    const untold = unfinished.filter(tells)
    for (const { observation, now: then } of unfoldJournal(lines, this.#state)) {
      const { state, actions } = reduce(this.#state, observation, then)
      this.#state = state
      untold.push(...actions.filter((action) => tells(action) && !begun.has(action.id)))
    }
    this.#unfinished = unfinished.filter((action) => !tells(action))
    this.#untold = untold
    if (this.#options.dryRun) this.#observesOnly = 'it was asked for'
    if (quarantined.length > 0) {
      this.#observesOnly = `its journal was damaged; look at ${quarantined.join(', ')} and remove it`
      this.#options.say(`Only observes: ${this.#observesOnly}.`)
    }
    this.#write(now(), [{ kind: 'began', version: this.#options.version, bootId: this.#options.bootId }], true)
  }

  async tick(): Promise<void> {
    const { now, notices } = this.#world
    const lookedAt = now()
    const paces = this.#pacer.due(lookedAt.mono)
    for (const observation of await lookAround(this.#world, paces, lookedAt)) this.#take(observation, lookedAt)
    this.#settleUnfinished(now())
    this.#takeResults(now())
    this.#decide(now(), { kind: 'ticked', paces, lookedAt })
    if (paces.includes('steady') || this.#world.journal.full) this.#keep(now())
    notices.deliver(now().wall)
    this.#beat(now())
  }

  /** All was ended and told, and this run has itself read that it is still so. */
  get isOver(): boolean {
    const { done, memory, alerts, facts } = this.#state
    const reading = facts.completion
    const confirmed = reading?.known === true && reading.value.done && reading.at.mono >= this.#beganAt
    return done.phase === 'torn-down' && memory.pending === null && alerts.includes(doneAlert) && confirmed
  }

  /** Another watchdog has begun a later epoch. A folder that cannot be read says nothing about that. */
  get isFencedOff(): boolean {
    return this.#readsOurs() === false
  }

  async end(reason: string, patienceMs: number): Promise<void> {
    const { clock, journal, notices, now } = this.#world
    const patience = new AbortController()
    const late = clock.sleep(patienceMs, patience.signal).catch(() => undefined)
    await this.#runner.settle(late)
    patience.abort()
    this.#takeResults(now())
    notices.deliver(now().wall)
    await notices.settle(patienceMs)
    this.#keep(now())
    this.#write(now(), [{ kind: 'ended', reason }], true)
    journal.close()
  }

  #take(observation: Observation, at: Instant): void {
    if (this.#changes.isNew(observation)) this.#write(at, [{ kind: 'observed', observation }])
    this.#reduce(observation, at)
  }

  /** Only once there was a look: what a crash cut off is found by what it left. */
  #settleUnfinished(at: Instant): void {
    if (!this.#isFirstLook) return
    this.#isFirstLook = false
    const begun = this.#unfinished.map((action) => reconcile(action, this.#state))
    for (const result of [...begun, ...neverBegun(this.#state, this.#unfinished)]) this.#finish(result, at)
    for (const action of this.#untold) this.#act(action, at)
  }

  #takeResults(at: Instant): void {
    for (const result of this.#runner.takeResults()) this.#finish(result, at)
  }

  #finish(result: ResultFact, at: Instant): void {
    this.#write(at, [{ kind: 'finished', result }], true)
    this.#options.say(`${result.loop ?? 'watchdog'}: ${result.outcome}: ${result.detail}`)
    this.#reduce({ source: 'result', result }, at)
  }

  #decide(at: Instant, ticked: JournalEntry): void {
    this.#write(at, [ticked])
    for (const action of this.#reduce({ source: 'tick' }, at)) this.#act(action, at)
  }

  #reduce(observation: Observation, at: Instant): readonly Action[] {
    const before = this.#state.loops
    const { state, actions } = this.#world.reduce(this.#state, observation, at)
    this.#state = state
    if (state.loops !== before) this.#tellChanges(before, at)
    return actions
  }

  #tellChanges(before: WatchState['loops'], at: Instant): void {
    for (const { name, state, evidence } of Object.values(this.#state.loops)) {
      const from = before[name]?.state
      if (from === undefined || from === state) continue
      const why = evidence.map(({ says }) => says).join('; ')
      this.#write(at, [{ kind: 'changed', loop: name, from, to: state, why }])
      this.#options.say(`${name}: ${from} → ${state}${why === '' ? '' : `: ${why}`}`)
    }
  }

  /** Nothing is done that was not written down before. */
  #act(action: Action, at: Instant): void {
    const { dryRun, say } = this.#options
    if (dryRun || (this.#observesOnly !== null && !tells(action))) {
      say(`would ${describeAction(action)}: ${action.why}`)
      this.#runner.refuse(action, `it only observes: ${this.#observesOnly}`)
      return
    }
    const ours = this.#readsOurs()
    if (ours === false) return
    if (ours === null && !tells(action)) {
      this.#runner.refuse(action, 'nobody can tell whose epoch it is')
      return
    }
    say(`${describeAction(action)}: ${action.why}`)
    const written = this.#write(at, [{ kind: 'intended', action }], true)
    if (written || tells(action)) {
      this.actions += 1
      this.#runner.begin(action)
    } else this.#runner.refuse(action, 'it could not be written down before')
  }

  #keep(at: Instant): void {
    this.#guard('snapshot', () => this.#world.journal.snapshot(at, this.#state))
  }

  #write(at: Instant, entries: readonly JournalEntry[], durable = false): boolean {
    return this.#guard('journal', () => this.#world.journal.append(at, entries, durable))
  }

  /** Null while nobody can tell. */
  #readsOurs(): boolean | null {
    let ours: boolean | null = null
    this.#guard('epoch', () => {
      ours = this.#world.journal.isOurs()
    })
    return ours
  }

  /** A full disk, or a folder without rights, ends no watch: it is said once, and nothing is done until that is over. */
  #guard(what: keyof typeof uses, use: () => void): boolean {
    try {
      use()
      if (this.#broken.delete(what)) this.#options.say(`The ${what} can be ${uses[what]} again.`)
      return true
    } catch (error) {
      if (!this.#broken.has(what)) this.#options.say(`The ${what} cannot be ${uses[what]}: ${(error as Error).message}`)
      this.#broken.add(what)
      return false
    }
  }

  #beat(at: Instant): void {
    const about = { version: this.#options.version, epoch: this.#world.journal.epoch, pid: process.pid }
    const heartbeat = describeHeartbeat(this.#state, { ...about, at: at.wall, observesOnly: this.#observesOnly })
    this.#guard('heartbeat', () => this.#world.beat(heartbeat))
  }
}

const uses = { journal: 'written', snapshot: 'written', heartbeat: 'written', epoch: 'read' } as const

/** Nothing but a word to people: it is allowed where nothing else is. */
function tells({ kind }: Action): boolean {
  return kind === 'alert' || kind === 'clear'
}
