import type { StoreRecord } from '@cc-ci/contracts/run-result'
import { judgeLedger } from '../ledger/judge-ledger.js'
import type { FoundStore } from '../ledger/store.js'
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

/**
 * Counts what was seeded before the upgrade. What the head does not use any more is lost to the app, though it exists:
 * a volume that nothing mounts, a database of a service that is gone from the recipe and that Swarm leaves running.
 */
export async function checkKeptData(
  context: RunContext,
  scope: TierScope,
  { stores, head }: { stores: OpenedStores; head: PreparedApp },
): Promise<void> {
  const abandoned = stores.found.watched.flatMap((store) => whyAbandoned(store, head).map((why) => ({ store, why })))
  const whyLost: WhyLost = (name) => abandoned.find(({ store }) => isPartOf(name, store))?.why
  await checkStores(context, scope, { stores, when: 'afterUpgrade', whyLost })
}

/** What keeps the app from a store of this name; undefined for one that it uses. */
type WhyLost = (store: string) => string | undefined

/** The store itself, or a database among the files of a volume. */
function isPartOf(name: string, store: FoundStore): boolean {
  return name === store.name || (store.kind === 'file' && name.startsWith(`sqlite ${store.volume}/`))
}

function whyAbandoned(store: FoundStore, { document, files }: PreparedApp): string[] {
  if (store.kind === 'file') {
    const mounted = mountedVolumesOf(document).map((volume) => swarmNameOf(volume, files.stack))
    return mounted.includes(store.swarmName) ? [] : ['the head mounts this volume nowhere']
  }
  const exists = document.services.some(({ name }) => name === store.service.name)
  return exists ? [] : [`the head has no service ${store.service.name}; what runs on under that name serves nobody`]
}

/** Counts what came back after the restore. */
export function checkRestoredData(context: RunContext, scope: TierScope, stores: OpenedStores): Promise<void> {
  return checkStores(context, scope, { stores, when: 'afterRestore', whyLost: () => undefined })
}

async function checkStores(
  context: RunContext,
  scope: TierScope,
  { stores, when, whyLost }: { stores: OpenedStores; when: 'afterUpgrade' | 'afterRestore'; whyLost: WhyLost },
): Promise<void> {
  let records: readonly StoreRecord[] = []
  const counted = await scope.check('Every store can be read', async () => {
    records = await context.journal.phase('count data', () => stores.ledger.countAll(when))
    return undefined
  })
  if (!counted) return
  records = records.map((store) => {
    const why = whyLost(store.store)
    return why === undefined ? store : { ...store, afterUpgrade: 0, note: why }
  })
  context.record.data = context.record.data.map((old) => {
    const now = records.find(({ store }) => store === old.store)
    return now === undefined ? old : { ...now, afterUpgrade: now.afterUpgrade ?? old.afterUpgrade }
  })
  const { words, code, hint, tier } = moments[when]
  for (const { store, ok, message } of judgeLedger(records, tier)) {
    const why = whyLost(store)
    const evidence = why === undefined ? message : `${message} That is because ${why}.`
    await scope.assert(`${words}: ${store}`, async () => (ok ? undefined : { class: 'recipe', code, evidence, hint }))
  }
}

const moments = {
  afterUpgrade: {
    tier: 'upgrade',
    words: 'Data is kept',
    code: 'DATA_LOST',
    hint: 'Look for a volume or service that was renamed, a changed mount path, or a migration that starts anew.',
  },
  afterRestore: {
    tier: 'restore',
    words: 'Data is back',
    code: 'DATA_NOT_RESTORED',
    hint: 'Look at the backupbot labels of the service that owns the store: what is saved, and the restore hook.',
  },
} as const
