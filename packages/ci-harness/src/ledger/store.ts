import type { StoreRecord } from '@cc-ci/contracts/run-result'
import type { BackupCompanion } from '../backup/backup-companion.js'
import type { BackupWorld } from '../backup/running-container.js'
import type { ComposeService } from '../recipe/compose-service.js'

/** A place where an app keeps data, with three things of ours in it. A probe that fails throws: unknown is never 0. */
export interface Store {
  readonly name: string
  readonly kind: StoreRecord['kind']
  readonly coverage: Coverage
  /** Writes the canaries anew, and gives back how many are there now. */
  seed(): Promise<number>
  /** How many are there unchanged. */
  count(): Promise<number>
  /** Removes them, and throws when they are not gone. */
  wipe(): Promise<void>
}

/** How the recipe's backup treats a store; the note says why, and what to change. */
export interface Coverage {
  readonly backup: StoreRecord['backup']
  readonly note: string | null
}

export interface FoundDatabase {
  readonly kind: Exclude<StoreRecord['kind'], 'file'>
  readonly name: string
  /** The compose name. */
  readonly service: string
  readonly coverage: Coverage
}

export interface FoundFiles {
  readonly kind: 'file'
  readonly name: string
  readonly swarmName: string
  /** Paths are relative to the volume's root. */
  readonly include: 'all' | readonly string[]
  readonly coverage: Coverage
}

export type FoundStore = FoundDatabase | FoundFiles

export interface StoreWorld extends BackupWorld {
  readonly stack: string
  readonly companion: Pick<BackupCompanion, 'exec' | 'folderOf'>
}

/** One kind of database server that the ledger knows: how to tell it, and how to write into it. */
export interface DatabaseKind {
  readonly kind: FoundDatabase['kind']
  /** Undefined for a service that is no such server, for example one that only connects to it. */
  recognise(service: ComposeService): RecognisedDatabase | undefined
  /** Programs by which a hook dumps it. */
  readonly dumpPrograms: RegExp
  open(found: FoundDatabase, world: StoreWorld): Store
}

export interface RecognisedDatabase {
  /** The app's own database, where the compose file names it. */
  readonly database: string | undefined
  /** Folders of the container that hold its files. */
  readonly dataFolders: readonly string[]
}
