import type { QueuedRun, RunMode } from '../queue/queued-run.js'

/** What a run was asked to prove. */
export function modeWords(mode: RunMode): string {
  switch (mode.kind) {
    case 'full':
      return 'full test'
    case 'quick':
      return 'quick test'
    case 'plan':
      return 'plan only'
    case 'tiers':
      return `only ${mode.tiers.join(' and ')}`
    case 'keep':
      return `full test, kept ${mode.minutes} min`
  }
}

/** What became of a run. */
export function stateWords({ state, end, attempt }: QueuedRun): string {
  if (state !== 'finished' || end === null) return state
  if (end.stopped !== null) return end.stopped
  if (end.verdict === 'error') return `not judged${attempt > 1 ? ', twice' : ''}`
  return `${end.verdict}, level ${end.level}`
}

/** `about 6 min left`; `not known` when nothing tells. */
export function timeWords(seconds: number | undefined, what: string): string {
  if (seconds === undefined) return 'not known'
  const text = seconds < 60 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
  return `about ${text} ${what}`
}
