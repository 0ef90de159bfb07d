import { type WatchdogSettings, watchdogSettingsSchema } from '@cc-ci/contracts/watchdog-settings'
import type { Action } from '../decide/action.js'
import type { LoopSource, Observation, Sensed } from '../decide/observation.js'
import { createReducer, initialState, type Reduce } from '../decide/reduce.js'
import type { WatchState } from '../decide/watch-state.js'
import { Chance } from './chance.js'
import { exampleCommonFacts, exampleFacts } from './example-facts.js'
import { Referee } from './referee.js'
import { SimulatedLoop } from './simulated-loop.js'

export interface Simulation {
  readonly seed: number
  /** Virtual days. */
  readonly days: number
  /** Seconds between two ticks; longer than in life, to get further. */
  readonly tick?: number
  /** Another judgement than the real one, to see what it breaks. */
  readonly judge?: (rules: WatchdogSettings) => Reduce
}

export interface SimulationReport {
  readonly seed: number
  readonly ticks: number
  readonly actions: Readonly<Record<string, number>>
  /** Rules that were broken, in words; empty when all is well. */
  readonly breaches: readonly string[]
}

const hour = 3600
const day = 24 * hour
const sources = Object.keys(exampleFacts(0)) as readonly LoopSource[]

/** One sensor of one loop; `blindUntil` is in seconds awake. */
interface Sensor {
  readonly loop: SimulatedLoop
  readonly source: LoopSource
  blindUntil: number
}

/** Whatever is wrong with a loop must have led to an action or an alert by then. */
const unnoticed = 90 * 60

/** Two loops and an orchestrator for some days, with everything that befalls hosts, clients, clocks and sensors. */
export function simulate({ seed, days, tick = 30, judge = createReducer }: Simulation): SimulationReport {
  const world = new World(seed, tick, judge)
  while (world.passed < days * day) world.step()
  return { seed, ticks: world.ticks, actions: world.counts, breaches: [...world.referee.breaches, ...world.breaches] }
}

class World {
  readonly breaches: string[] = []
  readonly counts: Record<string, number> = {}
  readonly referee: Referee
  passed = 0
  ticks = 0
  readonly #tick: number
  readonly #chance: Chance
  readonly #rules
  readonly #reduce
  readonly #loops: readonly SimulatedLoop[]
  readonly #sensors: readonly Sensor[]
  readonly #noticedAt = new Map<string, number>()
  readonly #excusedUntil = new Map<string, number>()
  #state: WatchState = initialState
  #now = { wall: 1_767_600_000, mono: 1000 }
  #boot = 1
  #host = exampleCommonFacts.host

  constructor(seed: number, tick: number, judge: (rules: WatchdogSettings) => Reduce) {
    this.#tick = tick
    this.#chance = new Chance(seed)
    this.#rules = watchdogSettingsSchema.parse({ tick, steady: Math.max(tick, 30) })
    this.#reduce = judge(this.#rules)
    this.referee = new Referee(this.#rules)
    const given = { wall: this.#now.wall, chance: this.#chance }
    this.#loops = ['builder', 'adversary', 'orchestrator'].map((role) => new SimulatedLoop(role, role, given))
    this.#sensors = this.#loops.flatMap((loop) => sources.map((source) => ({ loop, source, blindUntil: 0 })))
    this.#observe({ source: 'watched', loops: this.#loops.map(({ name, role }) => ({ name, role })) })
  }

  step(): void {
    this.#befallHost()
    this.#pass(this.#tick, this.#tick)
    this.#look()
    this.ticks += 1
    const actions = this.#observe({ source: 'tick' })
    this.referee.watch({ actions, state: this.#state, now: this.#now, awake: this.passed })
    for (const action of actions) this.#perform(action)
    for (const loop of this.#loops) this.#judge(loop)
  }

  #pass(wall: number, mono: number): void {
    this.#now = { wall: this.#now.wall + wall, mono: this.#now.mono + mono }
    this.passed += mono
    for (const loop of this.#loops) loop.live(this.#now.wall, mono)
  }

  /** Sleep, a stopped watchdog, a clock that is set, a boot, and a watchdog that was killed. */
  #befallHost(): void {
    const chance = this.#chance
    const tick = this.#tick
    if (chance.strikes(tick, 3 * day)) this.#jump(chance.between(600, 8 * hour))
    if (chance.strikes(tick, 3 * day)) this.#pass(chance.between(200, 2000), chance.between(200, 2000))
    if (chance.strikes(tick, 7 * day)) this.#jump(chance.between(-hour, hour))
    if (chance.strikes(tick, 5 * day)) this.#reboot()
    if (chance.strikes(tick, day)) this.#state = JSON.parse(JSON.stringify(this.#state)) as WatchState
  }

  #jump(seconds: number): void {
    this.#now = { ...this.#now, wall: this.#now.wall + seconds }
    this.#excuse(hour)
  }

  #reboot(): void {
    for (const loop of this.#loops) loop.powerOff(this.#now.wall)
    this.#boot += 1
    this.#host = { ...this.#host, bootId: `boot-${this.#boot}` }
    this.#now = { wall: this.#now.wall + 120, mono: 30 }
    this.passed += 120
    this.#excuse(600)
  }

  #excuse(seconds: number): void {
    for (const { name } of this.#loops) this.#excusedUntil.set(name, this.passed + seconds)
  }

  #look(): void {
    this.#observe({ source: 'host', sensed: { known: true, value: this.#host, at: this.#now } })
    for (const sensor of this.#sensors) {
      const { loop, source } = sensor
      this.#observe({ source, loop: loop.name, sensed: this.#sense(sensor) } as Observation)
    }
  }

  #sense(sensor: Sensor): Sensed<unknown> {
    const at = this.#now
    if (this.#chance.strikes(this.#tick, 2 * day)) sensor.blindUntil = this.passed + this.#chance.between(60, hour)
    if (sensor.blindUntil > this.passed) return { known: false, why: 'it cannot be read', at }
    return { known: true, value: sensor.loop.facts()[sensor.source], at }
  }

  #perform(action: Action): void {
    this.counts[action.kind] = (this.counts[action.kind] ?? 0) + 1
    const loop = this.#loops.find(({ name }) => 'loop' in action && action.loop === name)
    if (loop === undefined) return
    this.#noticedAt.set(loop.name, this.passed)
    if (action.kind === 'alert' || action.kind === 'clear') return
    if (action.kind === 'restart' && !loop.mayBeRestarted) this.#tell(`${loop.name} was healthy and is restarted`)
    if (action.kind === 'interrupt' && !loop.childless) this.#tell(`a tool of ${loop.name} is interrupted`)
    if (action.kind === 'restart' && loop.foreign) this.#tell(`${loop.name} gets a second owner`)
    const outcome = loop.take(action, this.#now.wall)
    const crashed = this.#chance.fraction() < 0.03
    const result = {
      actionId: action.id,
      loop: loop.name,
      outcome: crashed ? ('unknown' as const) : outcome,
      detail: '',
    }
    this.#observe({ source: 'result', result })
  }

  /** A loop that is in trouble is noticed: something was done, or somebody was told, or it is known to be looked after. */
  #judge(loop: SimulatedLoop): void {
    const { name } = loop
    if (loop.trouble(this.#now.wall) === null || this.#isNoticed(name)) this.#noticedAt.set(name, this.passed)
    const since = Math.max(this.#noticedAt.get(name) ?? 0, this.#excusedUntil.get(name) ?? 0)
    if (this.passed - since < unnoticed) return
    this.#noticedAt.set(name, this.passed)
    const { state, next } = this.#state.loops[name] ?? {}
    this.#tell(`${name} is ${loop.trouble(this.#now.wall)} and nobody notices: ${state}, ${JSON.stringify(next)}`)
  }

  #isNoticed(name: string): boolean {
    const waits = (this.#state.loops[name]?.next?.at ?? 0) > this.#now.wall
    return waits || this.#state.alerts.some((key) => key.endsWith(`:${name}`))
  }

  #tell(breach: string): void {
    this.breaches.push(`${new Date(this.#now.wall * 1000).toISOString()}: ${breach}`)
  }

  #observe(observation: Observation): readonly Action[] {
    const { state, actions } = this.#reduce(this.#state, observation, this.#now)
    this.#state = state
    return actions
  }
}
