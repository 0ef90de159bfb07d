import type { RetentionSettings } from '@cc-ci/contracts/retention-settings'
import type { RunRow } from '../history/run-row.js'
import { agingKinds, type CutKind, cutKindOf, cutKinds } from './file-kinds.js'

export interface StoredFile {
  /** Relative to the run's folder, with slashes. */
  readonly path: string
  readonly bytes: number
}

export interface SurveyedRun {
  readonly row: RunRow
  readonly files: readonly StoredFile[]
  /** Why nothing of it may be removed; undefined when something may. */
  readonly held: string | undefined
}

type RemovalReason = 'age' | 'run budget' | 'total budget'

export interface Removal {
  readonly row: RunRow
  readonly files: readonly (StoredFile & { readonly kind: CutKind; readonly reason: RemovalReason })[]
  readonly bytes: number
}

export interface RetentionPlan {
  /** Oldest first. */
  readonly removals: readonly Removal[]
  /** Bytes of all run folders, those that nobody judges among them. */
  readonly before: number
  readonly after: number
  /** Bytes that are over the total budget and may not be removed. */
  readonly over: number
  /** Runs over their own budget of which nothing may be removed. */
  readonly heldOver: readonly { readonly row: RunRow; readonly bytes: number; readonly held: string }[]
}

/** A file that may go; it has a reason once it is decided that it does. */
interface Piece {
  readonly file: StoredFile
  readonly kind: CutKind
  reason?: RemovalReason
}

interface Candidate {
  readonly run: SurveyedRun
  readonly pieces: readonly Piece[]
}

const mebibyte = 1024 ** 2
const daySeconds = 86_400

/**
 * What has to go so that runs keep to their budgets: first by age, then the largest of runs that are too large, then the
 * oldest of all, kind by kind. `otherBytes` is what lies in folders that are not touched; `now` in epoch seconds.
 */
export function planRetention(
  runs: readonly SurveyedRun[],
  { days, perRunMb, totalMb }: RetentionSettings,
  { now, otherBytes }: { readonly now: number; readonly otherBytes: number },
): RetentionPlan {
  const oldestFirst = runs.toSorted(
    (one, other) => one.row.finished - other.row.finished || one.row.seq - other.row.seq,
  )
  const candidates = oldestFirst.map((run) => ({ run, pieces: piecesOf(run) }))
  const before = otherBytes + sum(runs.flatMap(({ files }) => files))
  const left = (): number => before - sum(candidates.flatMap(({ pieces }) => goneOf(pieces)))

  for (const { run, pieces } of candidates) if (now - run.row.finished > days * daySeconds) cutByAge(pieces)
  for (const candidate of candidates) cutToRunBudget(candidate, perRunMb * mebibyte)
  cutToTotalBudget(candidates, left() - totalMb * mebibyte)

  const after = left()
  return {
    removals: candidates.flatMap(removalOf),
    before,
    after,
    over: Math.max(0, after - totalMb * mebibyte),
    heldOver: oldestFirst.flatMap(({ row, files, held }) => {
      const bytes = sum(files)
      return held !== undefined && bytes > perRunMb * mebibyte ? [{ row, bytes, held }] : []
    }),
  }
}

/** Nothing of a run that is held. */
function piecesOf({ row, files, held }: SurveyedRun): readonly Piece[] {
  if (held !== undefined) return []
  return files.flatMap((file) => {
    const kind = cutKindOf(file.path, row)
    return kind === undefined ? [] : [{ file, kind }]
  })
}

function cutByAge(pieces: readonly Piece[]): void {
  for (const piece of pieces) if (agingKinds.includes(piece.kind)) piece.reason = 'age'
}

function cutToRunBudget({ run, pieces }: Candidate, budget: number): void {
  const rank = ({ kind }: Piece): number => cutKinds.indexOf(kind)
  let excess = sum(run.files) - sum(goneOf(pieces)) - budget
  const largestFirst = pieces
    .filter(({ reason }) => reason === undefined)
    .toSorted((one, other) => rank(one) - rank(other) || other.file.bytes - one.file.bytes)
  for (const piece of largestFirst) {
    if (excess <= 0) return
    piece.reason = 'run budget'
    excess -= piece.file.bytes
  }
}

/** What is cut of one kind in one run is cut whole: half of the logs tell no story. */
function cutToTotalBudget(candidates: readonly Candidate[], excess: number): void {
  let still = excess
  for (const kind of cutKinds) {
    for (const { pieces } of candidates) {
      if (still <= 0) return
      const cut = pieces.filter((piece) => piece.kind === kind && piece.reason === undefined)
      for (const piece of cut) piece.reason = 'total budget'
      still -= sum(cut.map(({ file }) => file))
    }
  }
}

function removalOf({ run, pieces }: Candidate): Removal[] {
  const files = pieces.flatMap(({ file, kind, reason }) => (reason === undefined ? [] : [{ ...file, kind, reason }]))
  return files.length === 0 ? [] : [{ row: run.row, files, bytes: sum(files) }]
}

const goneOf = (pieces: readonly Piece[]): StoredFile[] =>
  pieces.flatMap(({ file, reason }) => (reason === undefined ? [] : [file]))

function sum(files: readonly StoredFile[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0)
}
