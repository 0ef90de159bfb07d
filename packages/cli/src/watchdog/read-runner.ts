import { statSync } from 'node:fs'
import { type Loop, type LoopObservation, observeLoop, readRun, runLock } from '@cc-ci/loop-launcher'
import type { WatchedLoop } from '@cc-ci/watchdog'

type RunnerFact = WatchedLoop['runner']

/** Reads what the launcher knows of one loop; its journal only when that grew. */
export class RunnerReader {
  readonly #loop: Loop
  #last: { readonly journal: string; readonly seen: LoopObservation } | undefined
  #words: { readonly runId: string; readonly text: string } | undefined

  constructor(loop: Loop) {
    this.#loop = loop
  }

  async read(): Promise<RunnerFact> {
    const { memory, running, run } = await this.#observe()
    const { starting, ended } = memory
    // Where a runner was killed, its agent may live on: what it wrote about that is still there.
    const left = run ?? (ended === undefined ? readRun(this.#loop.paths.run) : undefined)
    const agent = left?.runId === starting?.runId ? left : undefined
    return {
      running,
      runId: starting?.runId ?? null,
      sessionId: memory.session?.sessionId ?? null,
      agent: agent === undefined ? null : { pid: agent.agentPid, start: agent.agentStart },
      startedAt: starting?.at ?? null,
      prompted: memory.prompted !== undefined,
      exit: ended?.event === 'exited' ? { code: ended.code, signal: ended.signal, at: ended.at } : null,
      lastWords: running || starting === undefined ? '' : await this.#lastWords(starting.runId),
      asked: memory.stopping?.reason === 'dialog',
      stopping: memory.stopping?.reason === 'stop',
      held: memory.held?.reason ?? null,
    }
  }

  /** While it runs, and nothing was written since, the journal says the same. */
  async #observe(): Promise<LoopObservation> {
    const journal = markOf(this.#loop.paths.journal)
    const known = this.#last
    if (known !== undefined && known.journal === journal && known.seen.run !== undefined) {
      if (await this.#loop.locks.isHeld(runLock(this.#loop))) return known.seen
    }
    const seen = await observeLoop(this.#loop)
    this.#last = { journal, seen }
    return seen
  }

  async #lastWords(runId: string): Promise<string> {
    if (this.#words?.runId !== runId) this.#words = { runId, text: await this.#askLastWords() }
    return this.#words.text
  }

  /** Its terminal may be gone with it. */
  async #askLastWords(): Promise<string> {
    try {
      return await this.#loop.engine.lastWords()
    } catch {
      return ''
    }
  }
}

function markOf(file: string): string {
  try {
    const { size, mtimeMs, ino } = statSync(file)
    return `${size} ${mtimeMs} ${ino}`
  } catch {
    return ''
  }
}
