const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Termination {
  /** Aborted by the first signal, or by `end`. */
  readonly signal: AbortSignal
  /** Ends the run as a signal would. */
  end(): void
  dispose(): void
}

export interface TerminationOptions {
  /** Told of every further signal: those change nothing, so that teardown ends (H-02). */
  readonly tellPatience: () => void
  /** Whether the end of the terminal ends the run; a run started with nohup is meant to outlive it. */
  readonly endsWithTerminal: boolean
}

/** Turns the first signal that asks us to end into a cancellation, and outlives the others. */
export function onTermination({ tellPatience, endsWithTerminal }: TerminationOptions): Termination {
  const controller = new AbortController()
  const end = (name?: NodeJS.Signals): void => {
    if (name === 'SIGHUP' && !endsWithTerminal) return
    if (controller.signal.aborted) tellPatience()
    else controller.abort(new Error('cancelled'))
  }
  for (const name of signals) process.on(name, end)
  return {
    signal: controller.signal,
    end: () => end(),
    dispose: () => {
      for (const name of signals) process.off(name, end)
    },
  }
}
