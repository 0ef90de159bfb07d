import { isOfMain, type RunRow } from '../history/run-row.js'

type Subject = Pick<RunRow, 'runId' | 'recipe' | 'pr' | 'finished' | 'seq'>

const isBefore = (row: Subject, subject: Subject): boolean =>
  row.recipe === subject.recipe &&
  row.runId !== subject.runId &&
  (row.finished < subject.finished || (row.finished === subject.finished && row.seq < subject.seq))

/** The last judged full run of the recipe’s main line before this one; `runs` newest first. */
export function lastOfMain<Row extends RunRow>(runs: readonly Row[], subject: Subject): Row | undefined {
  return runs.find((row) => isBefore(row, subject) && isOfMain(row))
}

/** The last judged run of the same pull request before this one; `runs` newest first. */
export function lastOfPullRequest<Row extends RunRow>(runs: readonly Row[], subject: Subject): Row | undefined {
  if (subject.pr === null) return undefined
  return runs.find((row) => isBefore(row, subject) && row.pr === subject.pr && row.verdict !== 'error')
}
