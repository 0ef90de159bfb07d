import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Pace } from '../ports/sensors.js'

const paces = ['fast', 'steady', 'slow'] as const

/** Tells what is due; at the first tick everything is. */
export class Pacer {
  readonly #seconds: Readonly<Record<Pace, number>>
  readonly #last = new Map<Pace, number>()

  constructor({ tick, steady, slow }: WatchdogSettings) {
    // A timer that fires a little early must not make it wait for a whole further tick.
    const slack = tick / 4
    this.#seconds = { fast: 0, steady: steady - slack, slow: slow - slack }
  }

  /** `mono` in seconds. */
  due(mono: number): readonly Pace[] {
    const due = paces.filter((pace) => {
      const last = this.#last.get(pace)
      return last === undefined || mono - last >= this.#seconds[pace]
    })
    for (const pace of due) this.#last.set(pace, mono)
    return due
  }
}
