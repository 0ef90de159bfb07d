import type { Evidence } from './action.js'

/** Whose turn it is, by the most trustworthy source that knows. */
export interface Turn {
  readonly is: 'idle' | 'shell' | 'busy' | 'waiting' | 'unknown'
  /** Epoch seconds. */
  readonly since: number | null
  readonly waitingFor: string | null
  readonly evidence: Evidence
}

/** Its turn is over: it would take a message. */
export function isResting({ is }: Turn): boolean {
  return is === 'idle' || is === 'shell'
}
