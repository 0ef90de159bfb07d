import { basename } from 'node:path'
import type { RunEvent } from '@cc-ci/contracts/run-event'
import type { RunListener, Runner, RunningRun } from '../ports/runner.js'
import type { ServerStore } from '../ports/server-store.js'
import type { ChangeLedger } from './change-ledger.js'
import { holdEvents } from './hold-events.js'
import type { Told } from './queue-change.js'
import type { QueuedRun, RunEnd } from './queued-run.js'
import { lostEnd, shouldRepeat } from './settle-run.js'

export interface LiveRunsParts {
  readonly store: ServerStore
  readonly runner: Runner
  readonly ledger: ChangeLedger
  readonly reportEnd: ((run: QueuedRun) => Promise<readonly Told[]>) | undefined
  /** A slot became free. */
  readonly onFree: () => void
  readonly onTrouble: (error: unknown) => void
}

interface LiveRun {
  readonly run: QueuedRun
  running: RunningRun | undefined
  isStopping: boolean
}

/** The runs that take a slot, from their start, or from when we took them up, until their end is stored. */
export class LiveRuns {
  readonly #parts: LiveRunsParts
  readonly #live = new Map<number, LiveRun>()
  /** Ends that could not be stored yet. */
  readonly #unsettled = new Map<number, RunEnd | undefined>()
  #isClosed = false

  constructor(parts: LiveRunsParts) {
    this.#parts = parts
  }

  runs(): readonly QueuedRun[] {
    return [...this.#live.values()].map(({ run }) => run)
  }

  has(seq: number): boolean {
    return this.#live.has(seq)
  }

  /** Whether nothing runs, and every end is stored. */
  isIdle(): boolean {
    return this.#live.size === 0 && this.#unsettled.size === 0
  }

  /** Starts it; everything else comes by itself. */
  begin(run: QueuedRun): void {
    const { runner, onTrouble } = this.#parts
    const live = this.#add(run)
    const events = holdEvents((event) => this.#hear(run.seq, event))
    const begun = async (): Promise<void> => {
      try {
        live.running = await runner.start(run, events)
      } catch (error) {
        onTrouble(error)
        return this.#end(run.seq, undefined)
      }
      this.#try(() => this.#noteStart(run.seq, live))
      events.release()
      await this.#followToEnd(run.seq, live.running)
    }
    void begun()
  }

  /** Takes up what an earlier server started. When nobody can say whether it lives, it keeps its slot. */
  async adopt(run: QueuedRun): Promise<void> {
    const live = this.#add(run)
    const listener: RunListener = { event: (event) => this.#hear(run.seq, event) }
    try {
      const running = await this.#parts.runner.adopt(run, listener)
      if (running === null) return await this.#end(run.seq, undefined)
      live.running = running
      void this.#followToEnd(run.seq, running)
    } catch (error) {
      this.#parts.onTrouble(error)
    }
  }

  /** Ends those that were withdrawn from the queue; each is asked once. */
  stopWithdrawn(): void {
    for (const [seq, live] of this.#live) {
      if (live.running === undefined || live.isStopping || !this.#isOver(seq)) continue
      live.isStopping = true
      live.running.cancel()
    }
  }

  /** Tries again to store ends that could not be stored. */
  async settleRest(): Promise<void> {
    for (const [seq, end] of [...this.#unsettled]) {
      this.#unsettled.delete(seq)
      await this.#settle(seq, end)
    }
  }

  /** Leaves all of them alone: they go on, and the next server takes them up. */
  close(): void {
    this.#isClosed = true
  }

  #add(run: QueuedRun): LiveRun {
    const live: LiveRun = { run, running: undefined, isStopping: false }
    this.#live.set(run.seq, live)
    return live
  }

  #noteStart(seq: number, { running }: LiveRun): void {
    const { store, ledger } = this.#parts
    if (running === undefined) return
    ledger.change((note, at) => {
      if (store.run(seq)?.state !== 'queued') return
      store.markStarted(seq, running.process, at)
      const run = store.run(seq)
      if (run !== undefined) note({ kind: 'started', run })
    })
  }

  async #followToEnd(seq: number, running: RunningRun): Promise<void> {
    this.#try(() => this.stopWithdrawn())
    try {
      await this.#end(seq, await running.ended)
    } catch (error) {
      this.#parts.onTrouble(error)
    }
  }

  #hear(seq: number, event: RunEvent): void {
    if (this.#isClosed) return
    const { store, ledger } = this.#parts
    this.#try(() =>
      ledger.change((note) => {
        if (this.#isOver(seq)) return
        if (event.type === 'run.started') store.markFolder(seq, basename(event.folder))
        const run = store.run(seq)
        if (run !== undefined) note({ kind: 'event', run, event })
      }),
    )
  }

  async #end(seq: number, end: RunEnd | undefined): Promise<void> {
    if (this.#isClosed) return
    await this.#settle(seq, end)
    this.#live.delete(seq)
    this.#parts.onFree()
  }

  async #settle(seq: number, end: RunEnd | undefined): Promise<void> {
    const { store, ledger } = this.#parts
    try {
      const run = store.run(seq)
      if (run === undefined || this.#isOver(seq)) return
      if (!shouldRepeat(run, end)) return await this.#finish(run, end ?? lostEnd)
      ledger.change((note) => {
        store.requeue(seq)
        const again = store.run(seq)
        if (again !== undefined) note({ kind: 'requeued', run: again })
      })
    } catch (error) {
      this.#unsettled.set(seq, end)
      this.#parts.onTrouble(error)
    }
  }

  async #finish(run: QueuedRun, end: RunEnd): Promise<void> {
    const { store, ledger } = this.#parts
    const told = await this.#tellEnd({ ...run, state: 'finished', endedAt: ledger.now(), end })
    if (this.#isClosed) return
    ledger.change((note, at) => {
      if (this.#isOver(run.seq)) return
      store.markEnded(run.seq, end, at)
      const ended = store.run(run.seq)
      if (ended !== undefined) note({ kind: 'finished', run: ended }, told)
    })
  }

  /** Undefined leaves it to the report: an end is told in any case (S-05). */
  async #tellEnd(run: QueuedRun): Promise<readonly Told[] | undefined> {
    try {
      return await this.#parts.reportEnd?.(run)
    } catch (error) {
      this.#parts.onTrouble(error)
      return undefined
    }
  }

  #isOver(seq: number): boolean {
    const state = this.#parts.store.run(seq)?.state
    return state !== 'queued' && state !== 'running'
  }

  #try(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#parts.onTrouble(error)
    }
  }
}
