import { join } from 'node:path'
import { type CanonicalRecord, canonicalRecordSchema } from '@cc-ci/contracts/sweep-state'
import { readState, stateInvalid, writeState } from './state-file.js'

/** The last green release of each recipe, a file each: `canonical.<recipe>.json` in the folder of the runs. */
export class CanonicalRecords {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Undefined when there is none. Throws SWEEP_STATE_INVALID. */
  async read(recipe: string): Promise<CanonicalRecord | undefined> {
    const file = this.#fileOf(recipe)
    const record = await readState(file, canonicalRecordSchema)
    if (record === undefined || record.recipe === recipe) return record
    throw stateInvalid(file, `it is of the recipe ${record.recipe}`)
  }

  /** Throws SWEEP_STATE_UNWRITABLE. */
  write(record: CanonicalRecord): Promise<void> {
    return writeState(this.#fileOf(record.recipe), record)
  }

  #fileOf(recipe: string): string {
    return join(this.#folder, `canonical.${encodeURIComponent(recipe)}.json`)
  }
}
