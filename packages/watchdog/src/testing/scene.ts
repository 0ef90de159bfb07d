import { type WatchdogSettings, watchdogSettingsSchema } from '@cc-ci/contracts/watchdog-settings'
import type { Action } from '../decide/action.js'
import type { ResultFact } from '../decide/facts.js'
import type { CommonFacts, CommonSource, LoopFacts, LoopSource, Observation, Sensed } from '../decide/observation.js'
import { createReducer, initialState, type Reduce } from '../decide/reduce.js'
import type { LoopWatch, WatchState } from '../decide/watch-state.js'
import { exampleCommonFacts, exampleFacts } from './example-facts.js'

/** The beginning of each scene, in epoch seconds: 2026-01-05 08:00 UTC. */
export const sceneStart = 1_767_600_000

interface SceneOptions {
  readonly loops?: Readonly<Record<string, string>>
  readonly rules?: (defaults: WatchdogSettings) => WatchdogSettings
  readonly watchOrchestrator?: boolean
}

type Seen<Facts> = { [Source in keyof Facts]: Facts[Source] | { readonly blind: string } }

/**
 * The reducer among healthy loops whose facts a test changes, with time that only the test moves. Between two ticks
 * everything is looked at, and each action gets the outcome that `answer` gives.
 */
export class Scene {
  readonly rules: WatchdogSettings
  readonly actions: Action[] = []
  /** All that the reducer was told, in order. */
  readonly observed: { readonly observation: Observation; readonly now: { wall: number; mono: number } }[] = []
  /** Null leaves an action without a result. */
  answer: (action: Action) => ResultFact['outcome'] | null = () => 'done'
  /** Sees what each tick did, before the results. */
  onTick: (actions: readonly Action[]) => void = () => undefined
  now = { wall: sceneStart, mono: 1000 }
  state: WatchState = initialState
  readonly #reduce: Reduce
  readonly #roles: Readonly<Record<string, string>>
  readonly #facts: Record<string, Seen<LoopFacts>>
  #common: Seen<CommonFacts> = exampleCommonFacts
  readonly #sources: ReadonlySet<string>

  constructor({
    loops = { builder: 'builder' },
    rules = (defaults) => defaults,
    watchOrchestrator = true,
  }: SceneOptions = {}) {
    this.rules = rules(watchdogSettingsSchema.parse({}))
    this.#reduce = createReducer(this.rules, { watchOrchestrator })
    this.#roles = loops
    this.#facts = Object.fromEntries(Object.keys(loops).map((name) => [name, exampleFacts(sceneStart)]))
    this.#sources = new Set(Object.keys(exampleFacts(0)))
    this.observe({ source: 'watched', loops: Object.entries(loops).map(([name, role]) => ({ name, role })) })
  }

  /** Changes what a sensor sees of a loop from now on. */
  see<Source extends LoopSource>(source: Source, change: Partial<LoopFacts[Source]>, loop = this.#first()): this {
    const facts = this.#of(loop)
    const before = facts[source]
    const base = 'blind' in before ? exampleFacts(this.now.wall)[source] : before
    this.#facts[loop] = { ...facts, [source]: { ...base, ...change } }
    return this
  }

  seeAll<Source extends CommonSource>(source: Source, change: Partial<CommonFacts[Source]>): this {
    const before = this.#common[source]
    const base = 'blind' in before ? exampleCommonFacts[source] : before
    this.#common = { ...this.#common, [source]: { ...base, ...change } }
    return this
  }

  /** From now on that sensor fails. */
  blind(source: LoopSource | CommonSource, loop = this.#first()): this {
    const why = { blind: `${source} cannot be read` }
    if (this.#sources.has(source)) this.#facts[loop] = { ...this.#of(loop), [source]: why }
    else this.#common = { ...this.#common, [source]: why }
    return this
  }

  /** Looks and ticks for so long; returns what was done meanwhile. */
  pass(seconds: number): readonly Action[] {
    const from = this.actions.length
    const end = this.now.mono + seconds
    // Long stretches in the longest steps that are no gap yet.
    const longest = seconds > 300 ? 3 * this.rules.tick : this.rules.tick
    while (this.now.mono < end) {
      const step = Math.min(longest, end - this.now.mono)
      this.now = { wall: this.now.wall + step, mono: this.now.mono + step }
      this.look()
      this.tick()
    }
    return this.actions.slice(from)
  }

  /** Ticks until something of that kind is done, at most for so long. */
  passUntil(kind: Action['kind'], longest: number): Action | undefined {
    const end = this.now.mono + longest
    while (this.now.mono < end) {
      const found = this.pass(this.rules.tick).find((action) => action.kind === kind)
      if (found !== undefined) return found
    }
    return undefined
  }

  look(): void {
    for (const [source, value] of Object.entries(this.#common)) {
      this.observe({ source, sensed: this.#sensed(value) } as Observation)
    }
    for (const [loop, facts] of Object.entries(this.#facts)) {
      for (const [source, value] of Object.entries(facts)) {
        this.observe({ source, loop, sensed: this.#sensed(value) } as Observation)
      }
    }
  }

  tick(): readonly Action[] {
    const done = this.observe({ source: 'tick' })
    this.onTick(done)
    for (const action of done) {
      const outcome = this.answer(action)
      const loop = 'loop' in action ? action.loop : null
      if (outcome !== null)
        this.observe({ source: 'result', result: { actionId: action.id, loop, outcome, detail: '' } })
    }
    return done
  }

  observe(observation: Observation): readonly Action[] {
    const now = { ...this.now }
    const { state, actions } = this.#reduce(this.state, observation, now)
    this.state = state
    this.observed.push({ observation, now })
    this.actions.push(...actions)
    return actions
  }

  loop(name = this.#first()): LoopWatch {
    const loop = this.state.loops[name]
    if (loop === undefined) throw new Error(`the scene has no loop ${name}`)
    return loop
  }

  #first(): string {
    return Object.keys(this.#roles)[0] ?? ''
  }

  #of(loop: string): Seen<LoopFacts> {
    const facts = this.#facts[loop]
    if (facts === undefined) throw new Error(`the scene has no loop ${loop}`)
    return facts
  }

  #sensed(value: unknown): Sensed<never> {
    const at = { ...this.now }
    const blind = (value as { blind?: string }).blind
    return blind === undefined ? { known: true, value: value as never, at } : { known: false, why: blind, at }
  }
}
