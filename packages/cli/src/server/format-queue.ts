import type { QueuedRun, QueueView } from '@cc-ci/server'
import { formatTable } from '../phase/format-table.js'

/** The queue as a table: one line a run, what runs first. */
export function formatQueue({ running, queued, ended }: QueueView, width: number): string {
  const rows = [
    ...running.map(({ run, seconds }) => row(run, `running${about(seconds, 'left')}`)),
    ...queued.map(({ run, place, seconds }) => row(run, `place ${place}${about(seconds, 'until its end')}`)),
    ...ended.map((run) => row(run, run.end === null ? run.state : `${run.end.verdict}, level ${run.end.level}`)),
  ]
  return rows.length === 0 ? 'Nothing is queued.' : formatTable(rows, width)
}

function row({ seq, recipe, pullRequest, mode, askedBy }: QueuedRun, state: string): string[] {
  const of = pullRequest === null ? 'main' : `${pullRequest.repository}#${pullRequest.number}`
  return [String(seq), recipe, of, mode.kind, askedBy, state]
}

function about(seconds: number | undefined, what: string): string {
  if (seconds === undefined) return ''
  return seconds < 60 ? `, about ${Math.round(seconds)} s ${what}` : `, about ${Math.round(seconds / 60)} min ${what}`
}
