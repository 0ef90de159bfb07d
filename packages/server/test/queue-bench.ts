import { join } from 'node:path'
import { ManualClock, temporaryFolder } from '@cc-ci/kernel/testing'
import { onTestFinished } from 'vitest'
import type { ServerStore } from '../src/ports/server-store.js'
import type { QueueChange, Told } from '../src/queue/queue-change.js'
import type { RunEnd, RunOrder } from '../src/queue/queued-run.js'
import { createRunQueue, type RunQueue, type RunQueueOptions } from '../src/queue/run-queue.js'
import { exampleOrder, PlayedRunner, pullRequest } from '../src/testing/index.js'
import { openUntilTested } from './open-until-tested.js'

export const green: RunEnd = { verdict: 'green', level: 5, fault: null, stopped: null }
export const infra: RunEnd = { verdict: 'error', level: 0, fault: 'infra', stopped: null }

/** An order for a pull request of a recipe, at a commit. */
export function orderOf(recipe: string, number = 1, hash?: string): RunOrder {
  return exampleOrder({ recipe, pullRequest: pullRequest(number, hash) })
}

/** A queue with a real store, whose runs are played by the test. */
export interface QueueBench {
  readonly store: ServerStore
  readonly runner: PlayedRunner
  readonly clock: ManualClock
  /** What the queue said to have changed, as `<kind> <recipe>`. */
  readonly changes: string[]
  readonly troubles: unknown[]
  /** A queue that was not resumed yet. */
  readonly create: (more?: Partial<RunQueueOptions>) => RunQueue
  readonly open: (more?: Partial<RunQueueOptions>) => Promise<RunQueue>
  /** `<recipe> <state>` of all runs: open ones, then ended ones, newest first. */
  readonly states: () => readonly string[]
  /** What waits in the outbox, as `<kind> <seq>` unless the test says otherwise. */
  readonly waiting: () => readonly unknown[]
}

export function setUpQueue(): QueueBench {
  const store = openUntilTested(join(temporaryFolder(onTestFinished), 'server.db'))
  const runner = new PlayedRunner()
  const clock = new ManualClock()
  const changes: string[] = []
  const troubles: unknown[] = []
  const create = (more: Partial<RunQueueOptions> = {}): RunQueue => {
    const queue = createRunQueue({
      ...{ store, runner, clock, capacity: 1, report: say },
      onChange: ({ kind, run }) => changes.push(`${kind} ${run.recipe}`),
      onTrouble: (error) => troubles.push(error),
      ...more,
    })
    onTestFinished(() => queue.close())
    return queue
  }
  return {
    ...{ store, runner, clock, changes, troubles, create },
    async open(more) {
      const queue = create(more)
      await queue.resume()
      return queue
    },
    states: () => [...store.open(), ...store.ended(9)].map(({ recipe, state }) => `${recipe} ${state}`),
    waiting: () =>
      store.due(Number.MAX_SAFE_INTEGER).map(({ outgoing }) => ('body' in outgoing ? outgoing.body : outgoing.kind)),
  }
}

/** One line of the kind of change, under one key for each recipe and pull request. */
function say(change: QueueChange): readonly Told[] {
  const { recipe, pullRequest: of, seq } = change.run
  const outgoing = { kind: 'answer', repository: '', pullRequest: 1, body: `${change.kind} ${seq}` } as const
  return [{ key: `${recipe} ${of?.number}`, seq, outgoing }]
}
