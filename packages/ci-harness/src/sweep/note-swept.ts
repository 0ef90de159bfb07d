import { exitCodeOf, type RunResult } from '@cc-ci/contracts/run-result'
import type { Clock } from '@cc-ci/kernel'
import { decidePromotion, type Promotion } from '../warm/decide-promotion.js'
import type { ReleaseTag } from '../warm/release-tags.js'
import { CanonicalRecords } from './canonical-records.js'
import type { SweepJournal } from './sweep-journal.js'

/** What the sweep decided about the recipe before the run. */
interface Tested {
  readonly version: string
  readonly tags: readonly ReleaseTag[]
}

/**
 * Keeps what came of a run of the sweep: a promotable one becomes the last green release of its recipe, first, and a
 * judged one is done. One that was cancelled or could not judge is not done: a sweep that goes on tests it again.
 */
export async function noteSwept(
  result: RunResult,
  { version, tags }: Tested,
  { folder, journal, clock }: { folder: string; journal: SweepJournal; clock: Pick<Clock, 'now'> },
): Promise<Promotion> {
  const { recipe, ref: commit, runId, verdict, mode, pr } = result
  const promotion = decidePromotion({ enrolled: true, verdict, mode, pr, ref: null, version, commit, tags })
  if (promotion.promote) {
    const ts = Math.floor(clock.now().getTime() / 1000)
    await new CanonicalRecords(folder).write({
      ...{ recipe, version: promotion.version, commit: promotion.commit, status: 'idle', ts },
    })
  }
  const exitCode = exitCodeOf(result)
  if (exitCode !== 3 && exitCode !== 143) await journal.note({ recipe, version, commit, runId, exitCode })
  return promotion
}
