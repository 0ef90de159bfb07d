import { expectedBack, isWatched, type StoreRecord } from '@cc-ci/contracts/run-result'

export interface StoreJudgement {
  readonly store: string
  readonly ok: boolean
  /** One sentence for people: what was there again, or what to change. */
  readonly message: string
}

/**
 * After an upgrade everything seeded must be there; after a restore everything that the recipe does not exclude. What
 * is only named gets no judgement: it must count neither for the recipe nor against it.
 */
export function judgeLedger(records: readonly StoreRecord[], tier: 'upgrade' | 'restore'): StoreJudgement[] {
  return records.filter(isWatched).map((record) => ({
    store: record.store,
    ...judgeRecord(record, tier),
  }))
}

function judgeRecord(record: StoreRecord, tier: 'upgrade' | 'restore'): Judgement {
  if (record.damage !== undefined) return { ok: false, message: `${record.store}: ${record.damage}` }
  if (record.seeded === 0) return nothingSeeded(record)
  return tier === 'upgrade' ? judgeUpgrade(record) : judgeRestore(record)
}

type Judgement = Omit<StoreJudgement, 'store'>

function judgeUpgrade({ store, kind, seeded, afterUpgrade }: StoreRecord): Judgement {
  const count = { expected: seeded, found: afterUpgrade, things: thingsOf(kind), when: 'there after the upgrade' }
  return judgeCount(store, count)
}

/** B-04: data that no label and no hook saves is a fault of the recipe, even where luck kept it. */
function judgeRestore(record: StoreRecord): Judgement {
  const { store, kind, afterRestore, backup, note } = record
  if (backup === 'excluded') return { ok: true, message: `${store}: ${note ?? 'excluded'}; not expected back.` }
  if (backup === 'not-covered') return { ok: false, message: `${store}: not in the backup. ${note ?? ''}`.trim() }
  const count = {
    expected: expectedBack(record),
    found: afterRestore,
    things: thingsOf(kind),
    when: 'back after the restore',
  }
  const judged = judgeCount(store, count)
  return backup === 'partly' ? { ...judged, message: `${judged.message} ${note ?? ''}`.trim() } : withNote(judged, note)
}

function withNote(judgement: Judgement, note: string | null): Judgement {
  return judgement.ok || note === null ? judgement : { ...judgement, message: `${judgement.message} ${note}` }
}

function judgeCount(
  store: string,
  count: {
    readonly expected: number
    readonly found: number | null
    readonly things: string
    readonly when: string
  },
): Judgement {
  const { expected, found, things, when } = count
  if (found === null) return { ok: false, message: `${store}: was not counted, so what it holds is unknown.` }
  return { ok: found >= expected, message: `${store}: ${found} of ${expected} ${things} ${when}.` }
}

function nothingSeeded({ store }: StoreRecord): Judgement {
  return { ok: false, message: `${store}: nothing could be written into it, so nothing is proven.` }
}

function thingsOf(kind: StoreRecord['kind']): string {
  if (kind === 'redis') return 'keys'
  if (kind === 'mongodb') return 'documents'
  return kind === 'file' ? 'files' : 'rows'
}
