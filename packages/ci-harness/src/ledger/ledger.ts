import type { StoreRecord } from '@cc-ci/contracts/run-result'
import { databaseKinds } from './database-kinds.js'
import { openFileStore } from './file-store.js'
import type { FoundStore, Store, StoreWorld } from './store.js'

/** Readies a ledger for the stores of a stack that runs; nothing is written yet. */
export async function openLedger(found: readonly FoundStore[], world: StoreWorld): Promise<Ledger> {
  const stores = await Promise.all(found.map((store) => openStore(store, world)))
  return new Ledger(stores)
}

async function openStore(found: FoundStore, world: StoreWorld): Promise<Store[]> {
  if (found.kind === 'file') return [await openFileStore(found, world)]
  return databaseKinds.filter(({ kind }) => kind === found.kind).map((kind) => kind.open(found, world))
}

/** What was written into every store of an app, and how much of it was there again later. */
export class Ledger {
  readonly #stores: readonly Store[]
  readonly #records: Map<Store, StoreRecord>

  constructor(stores: readonly (readonly Store[])[]) {
    this.#stores = stores.flat()
    this.#records = new Map(this.#stores.map((store) => [store, emptyRecord(store)]))
  }

  get records(): readonly StoreRecord[] {
    return [...this.#records.values()]
  }

  /** Writes the canaries of all stores; may be called again before a backup, so that a loss in the upgrade is told once. */
  async seedAll(): Promise<readonly StoreRecord[]> {
    return this.#update(async (store) => ({ seeded: await store.seed() }))
  }

  async countAll(moment: 'afterUpgrade' | 'afterRestore'): Promise<readonly StoreRecord[]> {
    return this.#update(async (store) => ({ [moment]: await store.count() }))
  }

  /** Throws unless every canary is gone, because only then a restore can prove anything. */
  async wipeAll(): Promise<void> {
    await Promise.all(this.#stores.map((store) => store.wipe()))
  }

  async #update(measure: (store: Store) => Promise<Partial<StoreRecord>>): Promise<readonly StoreRecord[]> {
    const measured = await Promise.all(this.#stores.map(async (store) => ({ store, found: await measure(store) })))
    for (const { store, found } of measured) {
      this.#records.set(store, { ...(this.#records.get(store) ?? emptyRecord(store)), ...found })
    }
    return this.records
  }
}

function emptyRecord({ name, kind, coverage }: Store): StoreRecord {
  return { store: name, kind, seeded: 0, afterUpgrade: null, afterRestore: null, ...coverage }
}
