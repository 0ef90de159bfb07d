import type { StoreRecord } from '@cc-ci/contracts/run-result'
import { judgeLedger } from '../ledger/judge-ledger.js'
import { swarmNameOf } from '../recipe/compose-document.js'
import { mountedVolumesOf } from '../recipe/service-mounts.js'
import type { OpenedStores } from '../run/opened-stores.js'
import type { PreparedApp } from '../run/prepare-app.js'
import type { RunContext } from '../run/run-context.js'
import type { TierScope } from '../run/tier-scope.js'

/** Opens and seeds every store of the app that runs now; undefined when that could not be done, and the check says why. */
export async function checkSeeding(
  scope: TierScope,
  open: () => Promise<OpenedStores>,
): Promise<OpenedStores | undefined> {
  let stores: OpenedStores | undefined
  await scope.check('Every store can be seeded', async () => {
    stores = await open()
    return undefined
  })
  return stores
}

/** Counts what was seeded before the upgrade; a volume that nothing mounts any more is lost to the app, though it exists. */
export async function checkKeptData(
  context: RunContext,
  scope: TierScope,
  { stores, head }: { stores: OpenedStores; head: PreparedApp },
): Promise<void> {
  const mounted = new Set(mountedVolumesOf(head.document).map((volume) => swarmNameOf(volume, head.files.stack)))
  const unmounted = new Set(
    stores.found.flatMap((store) => (store.kind === 'file' && !mounted.has(store.swarmName) ? [store.name] : [])),
  )
  await checkStores(context, scope, { stores, when: 'afterUpgrade', lost: unmounted })
}

/** Counts what came back after the restore. */
export function checkRestoredData(context: RunContext, scope: TierScope, stores: OpenedStores): Promise<void> {
  return checkStores(context, scope, { stores, when: 'afterRestore', lost: new Set() })
}

async function checkStores(
  context: RunContext,
  scope: TierScope,
  { stores, when, lost }: { stores: OpenedStores; when: 'afterUpgrade' | 'afterRestore'; lost: ReadonlySet<string> },
): Promise<void> {
  let records: readonly StoreRecord[] = []
  const counted = await scope.check('Every store can be read', async () => {
    records = await context.journal.phase('count data', () => stores.ledger.countAll(when))
    return undefined
  })
  if (!counted) return
  records = records.map((store) =>
    lost.has(store.store) ? { ...store, afterUpgrade: 0, note: 'the head mounts this volume nowhere' } : store,
  )
  context.record.data = context.record.data.map((old) => {
    const now = records.find(({ store }) => store === old.store)
    return now === undefined ? old : { ...now, afterUpgrade: now.afterUpgrade ?? old.afterUpgrade }
  })
  const { words, code, hint, tier } = moments[when]
  for (const { store, ok, message } of judgeLedger(records, tier)) {
    await scope.check(`${words}: ${store}`, async () =>
      ok ? undefined : { class: 'recipe', code, evidence: message, hint },
    )
  }
}

const moments = {
  afterUpgrade: {
    tier: 'upgrade',
    words: 'Data is kept',
    code: 'DATA_LOST',
    hint: 'Look for a volume that was renamed, a changed mount path, or a migration that starts anew.',
  },
  afterRestore: {
    tier: 'restore',
    words: 'Data is back',
    code: 'DATA_NOT_RESTORED',
    hint: 'Look at the backupbot labels of the service that owns the store: what is saved, and the restore hook.',
  },
} as const
