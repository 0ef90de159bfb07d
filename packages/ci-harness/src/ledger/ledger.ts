import type { StoreRecord } from '@cc-ci/contracts/run-result'
import { databaseKinds } from './database-kinds.js'
import { openVolume } from './open-volume.js'
import type { Count, FoundStore, FoundStores, Store, StoreWorld, Unproven } from './store.js'

/** Readies a ledger for the stores of a stack that runs; nothing is written yet. */
export async function openLedger({ watched, unproven }: FoundStores, world: StoreWorld): Promise<Ledger> {
  const opened = await Promise.all(watched.map((found) => openStore(found, world)))
  return new Ledger(opened.flat(), unproven)
}

async function openStore(found: FoundStore, world: StoreWorld): Promise<ReadonlyArray<Store | Unproven>> {
  if (found.kind === 'file') return openVolume(found, world)
  const kinds = databaseKinds.filter(({ kind }) => kind === found.kind)
  return Promise.all(kinds.map((kind) => kind.open(found, world)))
}

/** What was written into every store of an app, and how much of it was there again later. */
export class Ledger {
  readonly #stores: readonly Store[]
  readonly #records: Map<Store, StoreRecord>
  readonly #unproven: readonly StoreRecord[]

  constructor(opened: ReadonlyArray<Store | Unproven>, unproven: readonly Unproven[]) {
    this.#stores = opened.filter((store) => 'seed' in store)
    this.#records = new Map(this.#stores.map((store) => [store, emptyRecord(store)]))
    this.#unproven = [...opened.filter((store) => 'reason' in store), ...unproven].map(unprovenRecord)
  }

  get records(): readonly StoreRecord[] {
    return [...this.#records.values(), ...this.#unproven]
  }

  /** Writes the canaries of all stores; may be called again before a backup, so that a loss in the upgrade is told once. */
  async seedAll(): Promise<readonly StoreRecord[]> {
    return this.#update(async (store) => ({ seeded: await store.seed() }))
  }

  async countAll(moment: 'afterUpgrade' | 'afterRestore'): Promise<readonly StoreRecord[]> {
    return this.#update(async (store) => {
      const count = await store.count()
      return { [moment]: count.found, ...remarksOf(store, count) }
    })
  }

  /** Throws unless every canary is gone, because only then a restore can prove anything. */
  async wipeAll(): Promise<void> {
    await Promise.all(this.#stores.map((store) => store.wipe()))
  }

  async #update(measure: (store: Store) => Promise<Partial<StoreRecord>>): Promise<readonly StoreRecord[]> {
    const measured = await Promise.all(this.#stores.map(async (store) => ({ store, found: await measure(store) })))
    for (const { store, found } of measured) {
      const { damage: _, ...record } = this.#records.get(store) ?? emptyRecord(store)
      this.#records.set(store, { ...record, ...found })
    }
    return this.records
  }
}

function remarksOf(store: Store, { note, damage, coverage = store.coverage }: Count): Partial<StoreRecord> {
  const notes = [coverage.note, note].filter((text) => typeof text === 'string')
  return {
    backup: coverage.backup,
    note: notes.length === 0 ? null : notes.join(' '),
    ...(damage !== undefined && { damage }),
  }
}

function emptyRecord({ name, kind, coverage, unsaved }: Store): StoreRecord {
  const record = { store: name, kind, seeded: 0, afterUpgrade: null, afterRestore: null, ...coverage }
  return unsaved === undefined ? record : { ...record, unsaved }
}

function unprovenRecord({ name, kind, backup, reason }: Unproven): StoreRecord {
  return { store: name, kind, seeded: 0, afterUpgrade: null, afterRestore: null, backup, note: reason }
}
