import type { StoreRecord } from '@cc-ci/contracts/run-result'
import type { BackupCompanion } from '../backup/backup-companion.js'
import type { BackupWorld } from '../backup/running-container.js'
import type { ComposeService } from '../recipe/compose-service.js'
import type { SqliteTool } from './sqlite-tool.js'

/** A place where an app keeps data, with some things of ours in it. A probe that fails throws: unknown is never 0. */
export interface Store {
  readonly name: string
  readonly kind: StoreRecord['kind']
  readonly coverage: Coverage
  /** How many of its canaries lie where the backup does not reach. */
  readonly unsaved?: number
  /** Writes the canaries anew, and gives back how many are there now. */
  seed(): Promise<number>
  /** How many are there unchanged. */
  count(): Promise<Count>
  /** Removes them, and throws when they are not gone. */
  wipe(): Promise<void>
}

export interface Count {
  readonly found: number
  /** What is wrong with the store itself; with it the store is lost, whatever marks are still in it. */
  readonly damage?: string
  /** What else was seen, a sentence for people. */
  readonly note?: string
  /** What the restore showed of the backup, where it was not known before. */
  readonly coverage?: Coverage
}

/** How the recipe's backup treats a store; the note says why, and what to change. */
export interface Coverage {
  readonly backup: Exclude<StoreRecord['backup'], UnprovenBackup>
  readonly note: string | null
}

type UnprovenBackup = 'unwatched' | 'unknown'

/** A place that is only named. `unwatched`: nothing is kept there, or by others; `unknown`: it could not be opened. */
export interface Unproven {
  readonly name: string
  readonly kind: StoreRecord['kind']
  readonly backup: UnprovenBackup
  readonly reason: string
}

export interface FoundDatabase {
  readonly kind: Exclude<StoreRecord['kind'], 'file' | 'sqlite' | 'mount'>
  readonly name: string
  readonly service: ComposeService
  readonly coverage: Coverage
}

export interface FoundFiles {
  readonly kind: 'file'
  readonly name: string
  /** The volume's key in the compose file. */
  readonly volume: string
  readonly swarmName: string
  /** Paths are relative to the volume's root. */
  readonly include: 'all' | readonly string[]
  readonly coverage: Coverage
  /** The pre-hooks of the services that mount it, which may dump what lies in it. */
  readonly hooks: readonly string[]
}

/** What a compose file tells of the places where a recipe keeps data. */
export interface FoundStores {
  readonly watched: readonly FoundStore[]
  readonly unproven: readonly Unproven[]
}

export type FoundStore = FoundDatabase | FoundFiles

export interface StoreWorld extends BackupWorld {
  readonly stack: string
  readonly companion: Pick<BackupCompanion, 'exec' | 'folderOf'>
  readonly sqlite: Pick<SqliteTool, 'mount' | 'ask'>
}

/** One kind of database server that the ledger knows: how to tell it, and how to write into it. */
export interface DatabaseKind {
  readonly kind: FoundDatabase['kind']
  /** Undefined for a service that is no such server, for example one that only connects to it. */
  recognise(service: ComposeService): RecognisedDatabase | undefined
  /** Programs by which a hook dumps it. */
  readonly dumpPrograms: RegExp
  /** Set for a server that also serves as a cache: without a volume it is meant to forget. */
  readonly forgetsWithoutVolume?: boolean
  /** What to say of a covered one that no hook loads again, when its files alone do not bring it back. */
  readonly needsHooks?: string
  open(found: FoundDatabase, world: StoreWorld): Promise<Store | Unproven>
}

export interface RecognisedDatabase {
  /** The app's own database, where the compose file names it. */
  readonly database: string | undefined
  /** Folders of the container that hold its files. */
  readonly dataFolders: readonly string[]
}
