import { writeFileSync } from 'node:fs'
import { type Clock, SystemClock } from '@cc-ci/kernel'
import type { Instant, LoopControl, LoopSensor, Observation } from '@cc-ci/watchdog'

const real = new SystemClock()

/** The watchdog waits at most so long in truth for its next tick: also one that comes early looks as well. */
const longestWaitMs = 250
const leapingWaitMs = 25

/**
 * The time of one bed, which its watchdog, its launcher and its agents share. It goes as the real one does, until
 * `leaping`: then each pause of the watchdog takes no longer than an instant, and the time goes ahead by the rest of it.
 */
export class WatchTime {
  leaping = false
  /** How much is being done to loops, which takes real time. */
  #busy = 0
  readonly #file: string
  #aheadMs = 0
  /** How much the monotonic clock is ahead, which stands still while the host sleeps and begins anew with a boot. */
  #monoAheadMs = 0
  #tick: { readonly now: Instant; readonly truth: Instant } | undefined
  readonly #made: { readonly at: number; readonly aheadMs: number }[] = []

  /** `file` tells agents how far ahead they are. */
  constructor(file: string) {
    this.#file = file
  }

  /** For the watchdog itself. */
  get clock(): Clock {
    const now = () => new Date(this.wall())
    return {
      now,
      monotonic: () => real.monotonic() + this.#monoAheadMs,
      sleep: (ms, signal) => this.#pause(ms, signal),
    }
  }

  /** For what is done in truth: the same date, and real pauses. */
  get launcherClock(): Clock {
    const now = () => new Date(this.wall())
    return { now, monotonic: () => real.monotonic(), sleep: (ms, signal) => real.sleep(ms, signal) }
  }

  now = (): Instant => ({ wall: this.wall() / 1000, mono: mono() + this.#monoAheadMs / 1000 })

  /** Milliseconds. */
  wall(): number {
    return Date.now() + this.#aheadMs
  }

  /** Goes ahead all at once, as when the host slept: then only its wall clock has gone on. */
  sleepHost(ms: number): void {
    this.#monoAheadMs -= ms
    this.leap(ms)
  }

  /** The host was started anew just now. */
  boot(): void {
    this.#monoAheadMs = -mono() * 1000
  }

  leap(ms: number): void {
    this.#monoAheadMs += ms
    this.#aheadMs += ms
    this.#made.push({ at: Date.now() / 1000, aheadMs: this.#aheadMs })
    writeFileSync(this.#file, String(this.#aheadMs))
  }

  /** What a clock that does not leap calls `at`, in epoch seconds. */
  translate(at: number | null): number | null {
    if (at === null) return null
    const before = this.#made.findLast((each) => each.at <= at)
    return at + (before?.aheadMs ?? 0) / 1000
  }

  async #pause(ms: number, signal?: AbortSignal): Promise<void> {
    const waited = Math.min(ms, this.#leaps ? leapingWaitMs : longestWaitMs)
    await real.sleep(waited, signal)
    if (this.#leaps) this.leap(ms - waited)
  }

  get #leaps(): boolean {
    return this.leaping && this.#busy === 0
  }

  /** While something is done to a loop, nothing leaps: an agent cannot hurry. */
  during(control: LoopControl): LoopControl {
    const acts = new Set<string | symbol>(['nudge', 'choose', 'interrupt', 'restart', 'giveUp', 'tearDown'])
    return new Proxy(control, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>
        if (typeof method !== 'function') return method
        const call = method.bind(target)
        return acts.has(name) ? (...args: unknown[]) => this.#await(() => call(...args)) : call
      },
    })
  }

  async #await<Value>(act: () => Promise<Value>): Promise<Value> {
    this.#busy += 1
    try {
      return await act()
    } finally {
      this.#busy -= 1
    }
  }

  /** Looks at the real world by its own time, and tells it by that of the bed. */
  behind(sensor: LoopSensor): LoopSensor {
    const look: LoopSensor['look'] = async (loop, now) => {
      const seen = await sensor.look(loop, this.#inTruth(now))
      return this.#told(seen, now)
    }
    return { pace: sensor.pace, look }
  }

  /** One instant for all sensors of a tick, for they share what they read in it. */
  #inTruth(now: Instant): Instant {
    if (this.#tick?.now.mono !== now.mono) this.#tick = { now, truth: { wall: Date.now() / 1000, mono: mono() } }
    return this.#tick.truth
  }

  #told(seen: Observation, at: Instant): Observation {
    if (!('sensed' in seen)) return seen
    if (!seen.sensed.known) return { ...seen, sensed: { ...seen.sensed, at } } as Observation
    return { ...seen, sensed: { ...seen.sensed, at, value: this.#translated(seen) } } as Observation
  }

  #translated(seen: Observation): unknown {
    if (seen.source === 'pane' && seen.sensed.known) {
      const { drawnAt, typedAt } = seen.sensed.value
      return { ...seen.sensed.value, drawnAt: this.translate(drawnAt), typedAt: this.translate(typedAt) }
    }
    if (seen.source === 'transcript' && seen.sensed.known) {
      return { ...seen.sensed.value, grewAt: this.translate(seen.sensed.value.grewAt) }
    }
    if (seen.source === 'registry' && seen.sensed.known) {
      const others = seen.sensed.value.others.map((each) => ({ ...each, startedAt: this.translate(each.startedAt) }))
      return { ...seen.sensed.value, others }
    }
    return 'sensed' in seen && seen.sensed.known ? seen.sensed.value : undefined
  }
}

/** Seconds since the start of the host. */
function mono(): number {
  return Number(process.hrtime.bigint() / 1_000_000n) / 1000
}
