import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import { type Action, isDestructive } from '../decide/action.js'
import type { Instant } from '../decide/instant.js'
import type { LoopWatch, WatchState } from '../decide/watch-state.js'

/** One look at what a tick did: the truth on one side, the decision on the other. */
export interface Play {
  readonly actions: readonly Action[]
  readonly state: WatchState
  readonly now: Instant
  /** Seconds awake since the beginning; no clock moves them. */
  readonly awake: number
}

const frozenStates: ReadonlySet<LoopWatch['state']> = new Set(['UNKNOWN', 'HELD', 'FOREIGN'])

/** Holds every tick against the rules that may never be broken, and keeps each breach in words. */
export class Referee {
  readonly breaches: string[] = []
  readonly #rules: WatchdogSettings
  readonly #restarts: { readonly loop: string; readonly at: number }[] = []
  readonly #nudges: { readonly loop: string; readonly at: number; readonly cause: string }[] = []
  readonly #keys = new Set<string>()

  constructor(rules: WatchdogSettings) {
    this.#rules = rules
  }

  watch(play: Play): void {
    const acted = new Set<string>()
    for (const action of play.actions) {
      if (action.kind === 'alert' || action.kind === 'clear') continue
      if (play.state.facts.host?.known && !play.state.facts.host.value.leader)
        this.#tell(play, `${action.kind} without the lock`)
      if (isDestructive(action)) this.#checkDestructive(action, play, acted)
      if ('loop' in action && action.loop !== null) this.#checkLoop(action, play)
    }
  }

  #checkDestructive(action: Action, play: Play, acted: Set<string>): void {
    const loop = 'loop' in action ? (action.loop ?? '') : ''
    if (acted.has(loop)) this.#tell(play, `two destructive actions for ${loop}`)
    acted.add(loop)
    if (action.evidence.length === 0) this.#tell(play, `${action.kind} without evidence`)
    for (const { at, source } of action.evidence) {
      if (play.now.mono - at.mono >= 10) this.#tell(play, `${action.kind} by old evidence of ${source}`)
    }
  }

  #checkLoop(action: Action & { readonly loop: string | null }, play: Play): void {
    const loop = play.state.loops[action.loop ?? '']
    if (loop === undefined) return
    if (frozenStates.has(loop.state) && action.kind !== 'yield') this.#tell(play, `${action.kind} in ${loop.state}`)
    if (action.kind === 'restart') this.#checkRestart(loop, play)
    if (action.kind === 'nudge') this.#checkNudge(action, loop, play)
  }

  #checkRestart({ name, facts }: LoopWatch, play: Play): void {
    this.#restarts.push({ loop: name, at: play.awake })
    const { per30Minutes, perDay, allPer30Minutes } = this.#rules.restarts
    const within = (seconds: number, only?: string) =>
      this.#restarts.filter(({ loop, at }) => play.awake - at < seconds && (only === undefined || loop === only)).length
    if (within(1800, name) > per30Minutes) this.#tell(play, `more than ${per30Minutes} restarts of ${name} in 30 min`)
    if (within(86_400, name) > perDay) this.#tell(play, `more than ${perDay} restarts of ${name} in a day`)
    if (within(1800) > allPer30Minutes) this.#tell(play, `more than ${allPer30Minutes} restarts in 30 min`)
    if (facts.registry?.known !== true || facts.registry.value.others.length > 0)
      this.#tell(play, `a second owner for ${name}`)
  }

  #checkNudge({ cause, id }: Action & { kind: 'nudge' }, { name, nudges }: LoopWatch, play: Play): void {
    const key = `${name} ${nudges.find((sent) => sent.id === id)?.key}`
    if (this.#keys.has(key)) this.#tell(play, `the key ${key} twice`)
    this.#keys.add(key)
    const { apart, perHour, perDay } = this.#rules.nudges
    const own = this.#nudges.filter(({ loop }) => loop === name)
    const within = (seconds: number) => own.filter(({ at }) => play.awake - at < seconds).length
    if (within(3600) >= perHour || within(86_400) >= perDay) this.#tell(play, `too many messages to ${name}`)
    const last = own.at(-1)
    if (cause !== 'hand-over' && last !== undefined && play.awake - last.at < apart)
      this.#tell(play, `messages to ${name} too close`)
    this.#nudges.push({ loop: name, at: play.awake, cause })
    if (this.#nudges.length > 1000) this.#nudges.splice(0, 500)
  }

  #tell({ now }: Play, breach: string): void {
    this.breaches.push(`${new Date(now.wall * 1000).toISOString()}: ${breach}`)
  }
}
