import { exitCodeOf, type RunResult } from '@cc-ci/contracts/run-result'
import type { KeptApp } from '@cc-ci/contracts/sweep-state'
import type { Clock } from '@cc-ci/kernel'
import type { Keeping } from '../canonical/keep-canonical.js'
import { decidePromotion, type Promotion } from '../warm/decide-promotion.js'
import type { ReleaseTag } from '../warm/release-tags.js'
import { CanonicalRecords } from './canonical-records.js'
import type { SweepJournal } from './sweep-journal.js'

/** What the sweep decided about the recipe before the run. */
interface Tested {
  readonly version: string
  readonly tags: readonly ReleaseTag[]
}

interface Release {
  readonly version: string
  readonly commit: string
}

export interface NotingWorld {
  readonly folder: string
  readonly journal: SweepJournal
  readonly clock: Pick<Clock, 'now'>
  /** Keeps the app of the release and puts it on record; gives back why it could not. Without it none is kept. */
  readonly keep?: ((keeping: Omit<Keeping, 'request'>) => Promise<string | undefined>) | undefined
}

/** `notKept`: why the release has no app for quick runs. */
export type NotedPromotion = Promotion & { readonly notKept?: string }

/**
 * Keeps what came of a run of the sweep: a promotable one becomes the last green release of its recipe, first, and a
 * judged one is done. One that was cancelled or could not judge is not done: a sweep that goes on tests it again.
 */
export async function noteSwept(
  result: RunResult,
  { version, tags }: Tested,
  { folder, journal, clock, keep }: NotingWorld,
): Promise<NotedPromotion> {
  const { recipe, ref: commit, runId, verdict, mode, pr } = result
  const promotion = decidePromotion({ enrolled: true, verdict, mode, pr, ref: null, version, commit, tags })
  const notKept = promotion.promote ? await promote(result, promotion, { folder, clock, keep }) : undefined
  const exitCode = exitCodeOf(result)
  if (exitCode !== 3 && exitCode !== 143) await journal.note({ recipe, version, commit, runId, exitCode })
  return { ...promotion, ...(notKept !== undefined && { notKept }) }
}

async function promote(
  { recipe, runId, seq }: RunResult,
  { version, commit }: Release,
  { folder, clock, keep }: Omit<NotingWorld, 'journal'>,
): Promise<string | undefined> {
  const records = new CanonicalRecords(folder)
  const ts = Math.floor(clock.now().getTime() / 1000)
  const record = (kept: KeptApp | undefined): Promise<void> =>
    records.write({ recipe, version, commit, status: 'idle', ts, ...(kept !== undefined && { kept }) })
  const previous = keep === undefined ? undefined : (await records.read(recipe))?.kept
  const notKept = await keep?.({ version, commit, run: { runId, seq }, previous, record })
  // What is kept may lag behind: it says itself of which release it is.
  if (keep === undefined || notKept !== undefined) await record(previous)
  return notKept
}
