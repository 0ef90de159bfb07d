import type { QueuedRun, RunEnd } from './queued-run.js'

/** The end of a run of which nothing is known. */
export const lostEnd: RunEnd = {
  verdict: 'error',
  level: 0,
  fault: 'infra',
  stopped: null,
  words: 'It ended twice without a result: its process was killed, or could not be started.',
}

/** Whether a run is queued once more: the host, or something that nobody knows, kept it from judging. */
export function shouldRepeat({ attempt }: Pick<QueuedRun, 'attempt'>, end: RunEnd | undefined): boolean {
  if (attempt > 1) return false
  if (end === undefined) return true
  return end.verdict === 'error' && end.stopped === null && end.fault === 'infra' && end.stands === undefined
}
