import type { RungStatus } from '@cc-ci/contracts/ladder'
import { isWatched, type RunResult, type StoreRecord } from '@cc-ci/contracts/run-result'
import { storeView } from '../render/ledger-view.js'

/** What became of the marks in one store of the data ledger. */
export interface StoreComparison {
  readonly store: string
  /** Null where that run did not know the store. */
  readonly from: RungStatus | null
  readonly to: RungStatus | null
  /** The change in words: how many marks each run found again. */
  readonly words: string
  /** Whether less is proven of the store than before. */
  readonly regressed: boolean
}

/** Every store of either run, those of the later one first. Both were judged. */
export function compareStores(before: RunResult, after: RunResult): StoreComparison[] {
  const old = new Map(before.data.map((record) => [record.store, record]))
  const now = new Map(after.data.map((record) => [record.store, record]))
  const sameMode = before.mode === after.mode
  return [...new Set([...now.keys(), ...old.keys()])].map((store) => {
    const compared = compareStore(store, old.get(store), now.get(store))
    // A quick run makes no backup by design: what it does not count is no loss.
    return sameMode || compared.to === 'fail' ? compared : { ...compared, regressed: false }
  })
}

function compareStore(store: string, before: StoreRecord | undefined, after: StoreRecord | undefined): StoreComparison {
  const from = before === undefined ? null : stateOf(before)
  const to = after === undefined ? null : stateOf(after)
  const [had, has] = [before === undefined ? '' : countsOf(before), after === undefined ? '' : countsOf(after)]
  const regressed = to === 'fail' ? from !== 'fail' : from === 'pass' && to !== 'pass'
  if (before === undefined) return { store, from, to, regressed, words: `new: ${has}` }
  if (after === undefined) return { store, from, to, regressed, words: `gone, had ${had}` }
  return { store, from, to, regressed, words: had === has ? `same: ${has}` : `${had} → ${has}` }
}

/** In the words of a rung: a pass is only what is saved as a whole, and whose marks were counted and are all there. */
function stateOf(record: StoreRecord): RungStatus {
  const { lostInUpgrade, lostInRestore } = storeView(record)
  if (lostInUpgrade || lostInRestore || record.damage !== undefined) return 'fail'
  if (!isWatched(record) || record.seeded === 0) return 'unverified'
  if (record.backup === 'excluded' || record.backup === 'partly') return 'skip'
  return record.afterRestore === null ? 'unverified' : 'pass'
}

/** "3 of 3 upgraded, 0 of 3 back"; what was not counted is left out. */
function countsOf(record: StoreRecord): string {
  const { seeded, afterUpgrade, afterRestore, damage } = record
  if (!isWatched(record)) return 'not watched'
  const counted = [
    ...(afterUpgrade === null ? [] : [`${afterUpgrade} of ${seeded} upgraded`]),
    ...(afterRestore === null ? [] : [`${afterRestore} of ${seeded} back`]),
  ]
  return [...(counted.length === 0 ? ['not counted'] : counted), ...(damage === undefined ? [] : ['damaged'])].join(
    ', ',
  )
}
