import type { RunEvent } from '@cc-ci/contracts/run-event'
import type { RunListener } from '../ports/runner.js'

/** A listener that keeps events back until they are released, so that none is told before the start of its run. */
export function holdEvents(hear: (event: RunEvent) => void): RunListener & { release(): void } {
  let held: RunEvent[] | undefined = []
  return {
    event(event) {
      if (held === undefined) hear(event)
      else held.push(event)
    },
    release() {
      const waiting = held ?? []
      held = undefined
      for (const event of waiting) hear(event)
    },
  }
}
