import type { RunEvent } from '@cc-ci/contracts/run-event'
import type { RunListener, Runner, RunningRun } from '../ports/runner.js'
import type { QueuedRun, RunEnd } from '../queue/queued-run.js'

interface PlayedRun {
  readonly run: QueuedRun
  readonly listener: RunListener
  readonly end: (end: RunEnd | undefined) => void
  isCancelled: boolean
}

/** A runner whose runs are played by the test: each goes on until it is told how it ends. */
export class PlayedRunner implements Runner {
  /** In the order of their starts, also those that have ended. */
  readonly started: number[] = []
  readonly #going = new Map<number, PlayedRun>()
  #refused = 0

  /** So many further starts fail. */
  refuse(count: number): void {
    this.#refused += count
  }

  going(): readonly number[] {
    return [...this.#going.keys()]
  }

  /** Those that were asked to end and have not. */
  cancelled(): readonly number[] {
    return [...this.#going.values()].filter(({ isCancelled }) => isCancelled).map(({ run }) => run.seq)
  }

  tell(seq: number, event: RunEvent): void {
    this.#going.get(seq)?.listener.event(event)
  }

  /** Ends a run; undefined: it leaves no result. */
  end(seq: number, end: RunEnd | undefined): void {
    const played = this.#going.get(seq)
    if (played === undefined) throw new Error(`Run ${seq} does not go on.`)
    this.#going.delete(seq)
    played.end(end)
  }

  async start(run: QueuedRun, listener: RunListener): Promise<RunningRun> {
    if (this.#refused > 0) {
      this.#refused -= 1
      throw new Error('refused')
    }
    this.started.push(run.seq)
    let resolve: (end: RunEnd | undefined) => void = () => undefined
    const ended = new Promise<RunEnd | undefined>((done) => {
      resolve = done
    })
    const played: PlayedRun = { run, listener, end: resolve, isCancelled: false }
    this.#going.set(run.seq, played)
    return {
      process: { pid: run.seq, procStart: '1' },
      ended,
      cancel: () => {
        played.isCancelled = true
      },
    }
  }

  /** Of an earlier server’s runs nothing lives any more. */
  async adopt(): Promise<null> {
    return null
  }
}
