import type { StoreRecord } from '@cc-ci/contracts/run-result'

export interface StoreJudgement {
  readonly store: string
  readonly ok: boolean
  /** One sentence for people: what was there again, or what to change. */
  readonly message: string
}

/** After an upgrade everything seeded must be there; after a restore everything that the recipe does not exclude. */
export function judgeLedger(records: readonly StoreRecord[], tier: 'upgrade' | 'restore'): StoreJudgement[] {
  return records.map((record) => ({
    store: record.store,
    ...(record.seeded === 0 ? nothingSeeded(record) : tier === 'upgrade' ? judgeUpgrade(record) : judgeRestore(record)),
  }))
}

type Judgement = Omit<StoreJudgement, 'store'>

function judgeUpgrade({ store, kind, seeded, afterUpgrade }: StoreRecord): Judgement {
  return judgeCount(store, { seeded, found: afterUpgrade, things: thingsOf(kind), when: 'there after the upgrade' })
}

/** B-04: data that no label and no hook saves is a fault of the recipe, even where luck kept it. */
function judgeRestore({ store, kind, seeded, afterRestore, backup, note }: StoreRecord): Judgement {
  if (backup === 'excluded') return { ok: true, message: `${store}: ${note ?? 'excluded'}; not expected back.` }
  if (backup === 'not-covered') return { ok: false, message: `${store}: not in the backup. ${note ?? ''}`.trim() }
  return withNote(
    judgeCount(store, { seeded, found: afterRestore, things: thingsOf(kind), when: 'back after the restore' }),
    note,
  )
}

function withNote(judgement: Judgement, note: string | null): Judgement {
  return judgement.ok || note === null ? judgement : { ...judgement, message: `${judgement.message} ${note}` }
}

function judgeCount(
  store: string,
  count: {
    readonly seeded: number
    readonly found: number | null
    readonly things: string
    readonly when: string
  },
): Judgement {
  const { seeded, found, things, when } = count
  if (found === null) return { ok: false, message: `${store}: was not counted, so what it holds is unknown.` }
  return { ok: found === seeded, message: `${store}: ${found} of ${seeded} ${things} ${when}.` }
}

function nothingSeeded({ store }: StoreRecord): Judgement {
  return { ok: false, message: `${store}: nothing could be written into it, so nothing is proven.` }
}

function thingsOf(kind: StoreRecord['kind']): string {
  return kind === 'file' ? 'files' : 'rows'
}
