import { type ActingWorld, performAction } from '../act/perform-action.js'
import type { Action } from '../decide/action.js'
import type { ResultFact } from '../decide/facts.js'

/** Runs actions beside the looking: a start takes minutes, and other loops cannot wait for it. */
export class ActionRunner {
  readonly #world: ActingWorld
  readonly #running = new Set<Promise<void>>()
  #results: ResultFact[] = []

  constructor(world: ActingWorld) {
    this.#world = world
  }

  begin(action: Action): void {
    const work = performAction(action, this.#world).then((result) => {
      this.#results.push(result)
      this.#running.delete(work)
    })
    this.#running.add(work)
  }

  /** For an action that is not to be done. */
  refuse(action: Action, detail: string): void {
    this.#results.push({ actionId: action.id, loop: 'loop' in action ? action.loop : null, outcome: 'refused', detail })
  }

  /** Of all that ended since the last call. */
  takeResults(): readonly ResultFact[] {
    const results = this.#results
    this.#results = []
    return results
  }

  /** Ends when nothing runs any more, or with the given promise. */
  async settle(atLast: Promise<unknown>): Promise<void> {
    await Promise.race([Promise.all([...this.#running]), atLast])
  }
}
