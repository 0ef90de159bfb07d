import { CcCiError, type Clock } from '@cc-ci/kernel'
import type { Runner } from '../ports/runner.js'
import type { ServerStore } from '../ports/server-store.js'
import { admitOrder } from './admit-order.js'
import { ChangeLedger } from './change-ledger.js'
import { chooseNext } from './choose-next.js'
import type { Estimate } from './estimate.js'
import { estimateStore } from './estimate-store.js'
import { LiveRuns } from './live-runs.js'
import type { QueueChange, Report, Told } from './queue-change.js'
import type { QueuedRun, RunOrder } from './queued-run.js'
import { Turns } from './turns.js'

export interface RunQueueOptions {
  readonly store: ServerStore
  readonly runner: Runner
  /** How many runs at once. */
  readonly capacity: number
  readonly clock: Pick<Clock, 'now'>
  readonly report: Report
  /**
   * What is to be told of an end, where that has to be read first; asked before the end is stored, so that both are
   * stored together. When it is absent or fails, `report` tells of the end.
   */
  readonly reportEnd?: (run: QueuedRun) => Promise<readonly Told[]>
  readonly onChange?: (change: QueueChange) => void
  /** What went wrong where nobody waits: the store could not be written, a run could not be started. */
  readonly onTrouble?: (error: unknown) => void
}

interface Admitted {
  readonly run: QueuedRun
  /** Whether it was queued before, by another order for the same. */
  readonly joined: boolean
}

/**
 * The queue: durable, so that it goes on after kill -9 where it was. `enqueue`, `cancel` and `rerun` may be part of a
 * transaction of the store that somebody else began; runs start and end only after it.
 */
export interface RunQueue {
  enqueue(order: RunOrder): Admitted
  /** False when the run had ended already. Throws RUN_UNKNOWN. */
  cancel(seq: number, who: string): boolean
  /** Asks for the same once more. Throws RUN_UNKNOWN. */
  rerun(seq: number, who: string): Admitted
  /** To be called once after a start: takes up what an earlier server left. Before it nothing starts. */
  resume(): Promise<void>
  /** Place and likely end of each queued run, by `seq`. */
  estimates(): ReadonlyMap<number, Estimate>
  /** Resolves when nothing is queued and nothing runs. */
  idle(): Promise<void>
  /** Starts and stores nothing more. What runs goes on, for the next server to take up. */
  close(): void
}

/** So many ended runs tell whose turn was when, and which of those that were withdrawn may still clean up. */
const lookBack = 200

export function createRunQueue(options: RunQueueOptions): RunQueue {
  const { store, runner, capacity, clock, report, onChange, onTrouble = () => undefined } = options
  const ledger = new ChangeLedger({ store, clock, report, onChange })
  const turns = new Turns()
  const idlers: (() => void)[] = []
  let phase: 'new' | 'open' | 'closed' = 'new'
  let isScheduled = false
  const live = new LiveRuns({ ...{ store, runner, ledger, onTrouble }, reportEnd: options.reportEnd, onFree: schedule })

  /** After whatever is being stored right now, however often it is asked for. */
  function schedule(): void {
    if (isScheduled) return
    isScheduled = true
    queueMicrotask(() => {
      isScheduled = false
      void advance().catch(onTrouble)
    })
  }

  async function advance(): Promise<void> {
    if (phase !== 'open') return
    live.stopWithdrawn()
    await live.settleRest()
    if (live.runs().length >= capacity) return
    const queued = store.open().filter(({ seq, state }) => state === 'queued' && !live.has(seq))
    for (const run of chooseNext({ queued, live: live.runs(), capacity, turns })) {
      turns.take(run.recipe)
      live.begin(run)
    }
    if (queued.length === 0 && live.isIdle()) for (const resolve of idlers.splice(0)) resolve()
  }

  function estimates(open = store.open()): ReadonlyMap<number, Estimate> {
    return estimateStore(store, { open, capacity, turns, now: ledger.now() })
  }

  function enqueue(order: RunOrder): Admitted {
    const admitted = ledger.change((note, at): Admitted => {
      const open = store.open()
      const admission = admitOrder(order, open)
      if (admission.kind === 'joins') {
        note({ kind: 'joined', run: admission.run, order })
        return { run: admission.run, joined: true }
      }
      const run = store.enqueue(order, at)
      for (const { seq } of admission.supersedes) {
        store.withdraw(seq, 'superseded', at)
        note({ kind: 'withdrawn', run: known(seq), by: order.askedBy, newer: run })
      }
      const left = open.filter((each) => !admission.supersedes.includes(each))
      const estimate = estimates([...left, run]).get(run.seq) ?? { place: 1, seconds: undefined }
      note({ kind: 'queued', run, estimate })
      return { run, joined: false }
    })
    schedule()
    return admitted
  }

  function known(seq: number): QueuedRun {
    const run = store.run(seq)
    if (run !== undefined) return run
    throw new CcCiError('RUN_UNKNOWN', `There is no run ${seq} in the queue.`, {
      hint: 'See which there are: cc-ci queue list',
      exitCode: 2,
    })
  }

  function cancel(seq: number, who: string): boolean {
    const { state } = known(seq)
    const isOpen = state === 'queued' || state === 'running'
    ledger.change((note, at) => {
      const outcome = isOpen ? 'cancelled' : `was ${state} already`
      store.audit({ at, who, action: 'cancel', subject: String(seq), outcome })
      if (!isOpen) return
      store.withdraw(seq, 'cancelled', at)
      note({ kind: 'withdrawn', run: known(seq), by: who, newer: null })
    })
    schedule()
    return isOpen
  }

  function rerun(seq: number, who: string): Admitted {
    const { recipe, pullRequest, mode, priority } = known(seq)
    return store.transaction(() => {
      const order = { recipe, pullRequest, mode, askedBy: who, commentId: null, priority: Math.max(0, priority) }
      const admitted = enqueue(order)
      const outcome = `${admitted.joined ? 'joined' : 'queued as'} ${admitted.run.seq}`
      store.audit({ at: ledger.now(), who, action: 'rerun', subject: String(seq), outcome })
      return admitted
    })
  }

  async function resume(): Promise<void> {
    const running = store.open().filter(({ state }) => state === 'running')
    const ended = store.ended(lookBack)
    const byStart = [...ended, ...running].sort((one, other) => (one.startedAt ?? 0) - (other.startedAt ?? 0))
    for (const { recipe, startedAt } of byStart) if (startedAt !== null) turns.take(recipe)
    const withdrawn = ended.filter(({ state, process }) => state !== 'finished' && process !== null)
    await Promise.all([...running, ...withdrawn].map((run) => live.adopt(run)))
    if (phase === 'new') phase = 'open'
    schedule()
  }

  return {
    ...{ enqueue, cancel, rerun, resume },
    estimates: () => estimates(),
    idle: () => {
      schedule()
      return new Promise((resolve) => idlers.push(resolve))
    },
    close() {
      phase = 'closed'
      live.close()
    },
  }
}
