import type { Action } from '../decide/action.js'
import type { ResultFact } from '../decide/facts.js'
import type { LoopFacts } from '../decide/observation.js'
import type { Chance } from './chance.js'
import { exampleFacts } from './example-facts.js'
import { Misfortunes } from './misfortunes.js'

const hour = 3600
const day = 24 * hour

/** What is wrong with a loop in truth, whatever the sensors say. */
export type Trouble = 'dead' | 'hung' | 'poisoned' | 'failing' | 'blocked' | 'asks' | 'idle' | 'foreign' | 'limited'

/** One agent that works, rests, fails, freezes and dies as a seed decides. All times are epoch seconds of its host. */
export class SimulatedLoop {
  readonly name: string
  readonly role: string
  readonly #chance: Chance
  readonly #misfortunes: Misfortunes
  readonly #facts: { -readonly [Source in keyof LoopFacts]: LoopFacts[Source] }
  #run = 1
  #record = 1
  #turnEnds: number | null
  #frozen = false
  #dialogUntil = 0
  #foreignUntil = 0

  constructor(name: string, role: string, given: { wall: number; chance: Chance }) {
    this.name = name
    this.role = role
    this.#chance = given.chance
    this.#misfortunes = new Misfortunes(given.chance)
    this.#facts = exampleFacts(given.wall)
    this.#turnEnds = null
    this.#beginTurn(given.wall)
  }

  /** As they are now; what was read stays as it was, and the next reading may differ. */
  facts(): LoopFacts {
    return this.#facts
  }

  get alive(): boolean {
    return this.#facts.process.alive
  }

  get foreign(): boolean {
    return this.#facts.registry.others.length > 0
  }

  /** A long turn with nothing below it: one that may be interrupted. */
  get childless(): boolean {
    return this.#facts.process.children === 0
  }

  trouble(wall: number): Trouble | null {
    if (this.foreign) return 'foreign'
    if (!this.alive) return 'dead'
    if (this.#frozen) return 'hung'
    if (this.#facts.pane.dialog !== null) return 'asks'
    if (this.#facts.registry.own?.status === 'busy') return null
    return this.#restingTrouble(wall)
  }

  /** What may be ended: all else is healthy, or mends itself. */
  get mayBeRestarted(): boolean {
    return !this.alive || this.#frozen || this.#misfortunes.poisoned || !this.#facts.runner.prompted
  }

  live(wall: number, seconds: number): void {
    this.#suffer(wall, seconds)
    if (this.alive && !this.#frozen) this.#work(wall)
  }

  /** The host goes down: nothing of it is left but files. */
  powerOff(wall: number): void {
    this.#die(wall, null)
    this.#change('registry', { others: [] })
    this.#foreignUntil = 0
  }

  take(action: Action, wall: number): ResultFact['outcome'] {
    if (action.kind === 'restart') return this.#restart(wall, action.conversation)
    if (action.kind === 'nudge') return this.#hear(wall, action.nudgeId)
    if (action.kind === 'yield') this.#die(wall, 0)
    if (action.kind === 'interrupt') this.#turnEnds = wall
    if (action.kind === 'choose') this.#closeDialog(wall)
    return 'done'
  }

  #suffer(wall: number, seconds: number): void {
    const chance = this.#chance
    if (this.alive && chance.strikes(seconds, 12 * hour)) this.#die(wall, chance.pick([null, 1, 137]))
    if (this.#turnEnds !== null && chance.strikes(seconds, day)) this.#frozen = true
    this.#misfortunes.strike(wall, seconds)
    const answers = this.alive && !this.#frozen
    if (answers && chance.strikes(seconds, 3 * day)) this.#openDialog(wall + chance.between(hour, 3 * hour))
    if (this.#dialogUntil !== 0 && wall > this.#dialogUntil) this.#closeDialog(wall)
    this.#sufferPeople(wall, seconds)
  }

  #sufferPeople(wall: number, seconds: number): void {
    if (this.#chance.strikes(seconds, 3 * day)) {
      this.#foreignUntil = wall + this.#chance.between(600, 2 * hour)
      const startedAt = this.#chance.pick([wall, wall - 2 * day, null])
      this.#change('registry', { others: [{ pid: 999, start: '77', how: 'registry', startedAt }] })
    }
    if (this.foreign && wall > this.#foreignUntil) this.#change('registry', { others: [] })
    if (this.#chance.strikes(seconds, day)) this.#change('pane', { viewers: 1, typedAt: wall })
    if (this.#chance.strikes(seconds, 2 * day)) {
      this.#change('work', { handOver: { id: `news-${wall}`, says: 'claim(phase-2): the check runs' } })
    }
  }

  #restingTrouble(wall: number): Trouble | null {
    const { error, limit } = this.#facts.transcript
    if (limit !== null) return wall < (limit.until ?? 0) ? null : 'limited'
    if (error === null) return 'idle'
    if (this.#misfortunes.poisoned) return 'poisoned'
    return this.#misfortunes.blockedUntil > wall ? 'blocked' : 'failing'
  }

  #work(wall: number): void {
    if (this.#turnEnds === null) {
      const { limit } = this.#facts.transcript
      const goesOn = limit?.armed === true && wall > (limit.until ?? 0) + 90
      if (goesOn) this.#beginTurn(wall)
      return
    }
    this.#change('pane', { hash: `screen-${wall}`, drawnAt: wall })
    if (this.#facts.process.children === 0 && this.#chance.fraction() < 0.5) this.#say(wall, { kind: 'tool' })
    if (wall >= this.#turnEnds && this.#facts.pane.dialog === null) this.#endTurn(wall)
  }

  #beginTurn(wall: number): void {
    const long = this.#chance.fraction() < 0.02
    this.#turnEnds = wall + (long ? this.#chance.between(2700, 7200) : this.#chance.between(60, 900))
    this.#change('process', { children: long ? 1 : 0 })
    this.#change('registry', { own: { status: 'busy', waitingFor: null, since: wall } })
    this.#change('pane', { turn: 'busy', hash: `screen-${wall}`, drawnAt: wall })
    this.#change('hooks', { last: { event: 'UserPromptSubmit', at: wall } })
    this.#change('runner', { prompted: true })
  }

  #endTurn(wall: number): void {
    this.#turnEnds = null
    const before = this.#facts.transcript.error
    const kind = this.#misfortunes.failure(wall)
    this.#rest(wall)
    if (kind === null) {
      this.#say(wall, { kind: 'answer' })
      this.#change('transcript', { succeededAt: wall, successes: this.#record, error: null, limit: null })
      if (this.#chance.fraction() < 0.9) this.#beginTurn(wall)
      return
    }
    const uuid = this.#say(wall, { kind: 'error' })
    const streak = before?.class === kind ? before.streak + 1 : 1
    this.#change('transcript', { error: { class: kind, streak, uuid, at: wall } })
    if (kind === 'limit') this.#meetLimit(wall, uuid)
  }

  #meetLimit(wall: number, uuid: string): void {
    const until = this.#chance.fraction() < 0.9 ? this.#misfortunes.limitedUntil : null
    const armed = until !== null && this.#chance.fraction() < 0.7
    this.#change('transcript', { limit: { kind: 'five_hour', until, armed, uuid, at: wall } })
  }

  #rest(wall: number): void {
    this.#change('registry', { own: { status: 'idle', waitingFor: null, since: wall } })
    this.#change('pane', { turn: 'idle', composer: 'empty' })
    this.#change('hooks', { last: { event: 'Stop', at: wall } })
    this.#change('process', { children: 0 })
  }

  #say(wall: number, { kind }: { kind: 'answer' | 'tool' | 'error' | 'prompt' }): string {
    this.#record += 1
    const uuid = `${this.name}-${this.#run}-${this.#record}`
    const { records, outputTokens } = this.#facts.transcript
    const last = { uuid, at: wall, kind }
    this.#change('transcript', { last, grewAt: wall, records: records + 1, outputTokens: outputTokens + 200 })
    return uuid
  }

  #openDialog(until: number): void {
    this.#dialogUntil = until
    const kind = this.#chance.pick(['permission', 'limit-weekly', 'trust'])
    this.#change('pane', { turn: 'dialog', composer: 'none', dialog: { kind, cursor: '1. Yes' } })
  }

  #closeDialog(wall: number): void {
    this.#dialogUntil = 0
    const busy = this.#turnEnds !== null
    this.#change('pane', { turn: busy ? 'busy' : 'idle', composer: 'empty', dialog: null })
    if (busy) this.#turnEnds = wall + 60
  }

  #die(wall: number, code: number | null): void {
    this.#turnEnds = null
    this.#frozen = false
    this.#dialogUntil = 0
    const exit = code === null ? null : { code, signal: null, at: wall }
    this.#change('runner', { running: false, exit })
    this.#change('process', { alive: false, children: 0 })
    this.#change('registry', { own: null })
    this.#change('pane', { server: 'gone', turn: 'exited', dialog: null })
  }

  #restart(wall: number, conversation: 'resume' | 'fresh'): ResultFact['outcome'] {
    if (this.alive) this.#die(wall, 0)
    if (this.foreign) return 'refused'
    if (this.#chance.fraction() < 0.1) return 'failed'
    const fresh = conversation === 'fresh'
    if (fresh) this.#misfortunes.poisoned = false
    this.#run += 1
    const runId = `run-${this.#run}`
    const sessionId = fresh ? `session-${this.#run}` : this.#facts.runner.sessionId
    const agent = { pid: 100 + this.#run, start: `${5000 + this.#run}` }
    this.#change('runner', { running: true, runId, sessionId, agent, startedAt: wall, exit: null, prompted: true })
    this.#change('process', { alive: true, state: 'S', children: 0 })
    this.#change('pane', { server: 'present', turn: 'idle', composer: 'empty', dialog: null })
    const empty = { sessionId: sessionId ?? '', records: 0, successes: 0, error: null, limit: null, succeededAt: null }
    if (fresh) this.#change('transcript', empty)
    this.#rest(wall)
    if (this.#misfortunes.diesAtStart(wall)) this.#die(wall, 1)
    else if (fresh) this.#beginTurn(wall)
    return 'done'
  }

  #hear(wall: number, id: string): ResultFact['outcome'] {
    const able = this.alive && this.#turnEnds === null && this.#facts.pane.dialog === null
    if (!able) return 'refused'
    if (this.#chance.fraction() < 0.07) return 'undelivered'
    this.#say(wall, { kind: 'prompt' })
    this.#change('transcript', { acknowledged: [id] })
    this.#beginTurn(wall)
    return 'done'
  }

  #change<Source extends keyof LoopFacts>(source: Source, change: Partial<LoopFacts[Source]>): void {
    this.#facts[source] = merge(this.#facts[source], change)
  }
}

/** Key by key: the engine copies a copy of a copy in its slowest way, and this is done for each moment of each agent. */
function merge<Value extends object>(before: Value, change: Partial<Value>): Value {
  const merged = {} as Value
  for (const key in before) merged[key] = before[key]
  for (const key in change) merged[key] = change[key] as Value[typeof key]
  return merged
}
