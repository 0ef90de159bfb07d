import { expectedBack, isWatched, type StoreRecord } from '@cc-ci/contracts/run-result'

/** One store as people see it: `lost` and `back` say whether what must be there is. */
export interface StoreView {
  readonly store: string
  /** As texts; an en dash where nothing was written or counted. */
  readonly seeded: string
  readonly afterUpgrade: string
  readonly afterRestore: string
  readonly lostInUpgrade: boolean
  readonly lostInRestore: boolean
  /** How the backup treats it, in a word or two. */
  readonly backup: string
  readonly note: string | null
}

const words: Readonly<Record<StoreRecord['backup'], string>> = {
  covered: 'covered',
  partly: 'partly',
  excluded: 'excluded',
  'not-covered': 'not covered',
  unwatched: 'not watched',
  unknown: 'unknown',
}

export function storeView(record: StoreRecord): StoreView {
  const { store, seeded, afterUpgrade, afterRestore, backup, note, damage } = record
  const watched = isWatched(record)
  const texts = [damage, note].filter((text) => typeof text === 'string')
  return {
    store,
    seeded: watched ? String(seeded) : '–',
    afterUpgrade: countOf(afterUpgrade),
    afterRestore: countOf(afterRestore),
    lostInUpgrade: afterUpgrade !== null && afterUpgrade < seeded,
    lostInRestore: afterRestore !== null && afterRestore < expectedBack(record),
    backup: damage === undefined ? words[backup] : `${words[backup]}, damaged`,
    note: texts.length === 0 ? null : texts.join(' '),
  }
}

/** Whether the note of a store is worth a line in a terminal: nothing is proven of it, or of a part. */
export function needsNote({ backup, damage }: StoreRecord): boolean {
  return damage !== undefined || backup === 'partly' || backup === 'unknown' || backup === 'unwatched'
}

function countOf(count: number | null): string {
  return count === null ? '–' : String(count)
}
