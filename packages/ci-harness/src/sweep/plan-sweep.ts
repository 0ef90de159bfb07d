import type { CanonicalRecord } from '@cc-ci/contracts/sweep-state'
import type { Git } from '@cc-ci/kernel'
import { decideSweep, type SweepDecision } from '../warm/decide-sweep.js'
import { type ReleaseTag, tagsOf } from '../warm/release-tags.js'
import { CanonicalRecords } from './canonical-records.js'
import type { SweepJournal } from './sweep-journal.js'

export interface SweepTarget {
  readonly recipe: string
  /** Git URL, or the folder of a repository. */
  readonly source: string
}

/** What a sweep does with one recipe; `error`: it could not be found out. */
export type SweepStep = { readonly recipe: string } & (
  | {
      readonly decision: SweepDecision
      readonly canonical: CanonicalRecord | undefined
      readonly tags: readonly ReleaseTag[]
    }
  | { readonly error: unknown }
)

/** Asks each repository for its tags and decides. One that does not answer takes no turn from the others. */
export async function planSweep(
  targets: readonly SweepTarget[],
  { folder, journal, git }: { folder: string; journal: Pick<SweepJournal, 'done'>; git: Pick<Git, 'lsRemote'> },
): Promise<readonly SweepStep[]> {
  const records = new CanonicalRecords(folder)
  return Promise.all(
    targets.map(async ({ recipe, source }): Promise<SweepStep> => {
      try {
        const canonical = await records.read(recipe)
        const tags = tagsOf(await git.lsRemote(source))
        const swept = journal.done.find((done) => done.recipe === recipe)
        return { recipe, canonical, tags, decision: decideSweep({ tags, canonical, swept }) }
      } catch (error) {
        return { recipe, error }
      }
    }),
  )
}
