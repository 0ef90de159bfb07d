import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type SweepJournalDocument, type SweptRecipe, sweepJournalSchema } from '@cc-ci/contracts/sweep-state'
import type { Clock } from '@cc-ci/kernel'
import { readState, writeState } from './state-file.js'

/** Sweeps are weekly: what an older one left undone is a new sweep's business. */
const resumableForSeconds = 7 * 24 * 3600

/** What a sweep has done, written down after each recipe, so that after a kill the next one goes on from there (D-04). */
export class SweepJournal {
  readonly #file: string
  #document: SweepJournalDocument

  private constructor(file: string, document: SweepJournalDocument) {
    this.#file = file
    this.#document = document
  }

  /** Takes up `sweep.json` of the folder of the runs, or begins anew; writes nothing yet. Throws SWEEP_STATE_INVALID. */
  static async open(folder: string, clock: Pick<Clock, 'now'>): Promise<SweepJournal> {
    const file = join(folder, 'sweep.json')
    const now = Math.floor(clock.now().getTime() / 1000)
    const found = await readState(file, sweepJournalSchema)
    const resumable = found !== undefined && now - found.startedAt < resumableForSeconds
    return new SweepJournal(file, resumable ? found : { schemaVersion: 1, startedAt: now, done: [] })
  }

  /** What is done, in its order. */
  get done(): readonly SweptRecipe[] {
    return this.#document.done
  }

  /** Throws SWEEP_STATE_UNWRITABLE. */
  async note(swept: SweptRecipe): Promise<void> {
    const others = this.#document.done.filter(({ recipe }) => recipe !== swept.recipe)
    this.#document = { ...this.#document, done: [...others, swept] }
    await writeState(this.#file, this.#document)
  }

  /** Every recipe had its turn: the next sweep begins anew. */
  async end(): Promise<void> {
    await rm(this.#file, { force: true })
  }
}
