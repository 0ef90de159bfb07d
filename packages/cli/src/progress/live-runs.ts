import type { RunEvent } from '@cc-ci/contracts/run-event'

interface LiveRun {
  readonly recipe: string
  readonly started: number
  doing: string
}

/** The runs that are going on, from their events: what each does, what it waits for, since when. */
export class LiveRuns {
  readonly #runs = new Map<string, LiveRun>()

  follow(event: RunEvent): void {
    if (event.type === 'run.started')
      this.#runs.set(event.runId, { recipe: event.recipe, doing: 'starting', started: event.at })
    const run = this.#runs.get(event.runId)
    if (run === undefined) return
    if (event.type === 'phase.started') run.doing = event.phase
    if (event.type === 'wait') run.doing = `waiting for ${event.what}: ${event.waitingFor}`
    if (event.type === 'run.finished') this.#runs.delete(event.runId)
  }

  recipeOf(runId: string): string {
    return this.#runs.get(runId)?.recipe ?? ''
  }

  /** One line a run, never as wide as the terminal: a full line would make it scroll. */
  lines(nowSeconds: number, columns: number): string[] {
    return [...this.#runs.values()].map(({ recipe, doing, started }) => {
      const seconds = Math.max(0, Math.floor(nowSeconds - started))
      const line = `  ${recipe} ${seconds} s · ${doing.replace(/\s+/g, ' ')}`
      return line.length < columns ? line : `${line.slice(0, columns - 2)}…`
    })
  }
}
