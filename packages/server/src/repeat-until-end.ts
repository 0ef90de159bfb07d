import type { Clock } from '@cc-ci/kernel'

export interface RepeatOptions {
  /** Between the end of one time and the begin of the next. */
  readonly seconds: number
  readonly clock: Pick<Clock, 'sleep'>
  readonly signal: AbortSignal
  readonly onTrouble: (error: unknown) => void
}

export interface Repetition {
  /** Resolves when the signal came and nothing goes on any more. */
  readonly ended: Promise<void>
  /** Begins the next time at once, or right after the one that goes on. */
  wake(): void
}

/** Does something again and again, never twice at once, until the signal. What it throws is told, and ends nothing. */
export function repeatUntilEnd(
  work: () => Promise<void>,
  { seconds, clock, signal, onTrouble }: RepeatOptions,
): Repetition {
  let isAsked = false
  let wakeUp = (): void => undefined

  async function repeat(): Promise<void> {
    while (!signal.aborted) {
      isAsked = false
      await work().catch(onTrouble)
      if (!isAsked) await rest()
    }
  }

  async function rest(): Promise<void> {
    const waking = new AbortController()
    wakeUp = () => waking.abort()
    await clock.sleep(seconds * 1000, AbortSignal.any([signal, waking.signal])).catch(() => undefined)
  }

  return {
    ended: repeat(),
    wake: () => {
      isAsked = true
      wakeUp()
    },
  }
}
