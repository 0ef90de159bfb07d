import { existsSync } from 'node:fs'
import { isCcCiError } from '@cc-ci/kernel'
import Database from 'libsql'
import { migrations } from './schema.js'
import { explainSqlite, storeFailed } from './store-failure.js'

type Value = string | number | null

/** A prepared statement whose failures are SERVER_STORE_FAILED. */
export interface Statement {
  /** Gives the number of rows that changed. */
  run(...values: Value[]): number
  get<Row>(...values: Value[]): Row | undefined
  all<Row>(...values: Value[]): Row[]
  /** The same without names, in a seventh of the time; a statement is asked for one or the other, never both. */
  rows<Row extends readonly unknown[]>(...values: Value[]): Row[]
}

/** The database file of the store: WAL, synchronous = full, one writing process. */
export class StoreDatabase {
  readonly #file: string
  readonly #db: Database.Database
  readonly #owner: Database.Database | undefined
  readonly #undoListeners: (() => void)[] = []
  #depth = 0

  /** Throws SERVER_STORE_FAILED for a file that is damaged, newer than we are, or another process’s. */
  constructor(file: string, { readOnly }: { readonly readOnly: boolean }) {
    this.#file = file
    if (readOnly && !existsSync(file)) {
      throw storeFailed(file, { state: 'does not exist', hint: 'No server has run here yet: start one first.' })
    }
    this.#owner = readOnly ? undefined : this.#guard(() => takeOwnership(file))
    try {
      this.#db = this.#guard(() => new Database(file))
      this.#guard(() => this.#prepareFile(readOnly))
    } catch (error) {
      this.#owner?.close()
      throw error
    }
  }

  prepare(sql: string): Statement {
    const statement = this.#guard(() => this.#db.prepare(sql))
    return {
      run: (...values) => this.#guard(() => statement.run(...values).changes),
      get: <Row>(...values: Value[]) => this.#guard(() => statement.get(...values) as Row | undefined),
      all: <Row>(...values: Value[]) => this.#guard(() => statement.all(...values) as Row[]),
      rows: <Row extends readonly unknown[]>(...values: Value[]) =>
        this.#guard(() => statement.raw(true).all(...values) as Row[]),
    }
  }

  /** Whether this process alone writes the file, and so knows of each change. */
  get isOwned(): boolean {
    return this.#owner !== undefined
  }

  /** Calls back whenever a transaction, or one inside another, was undone. */
  onUndo(listener: () => void): void {
    this.#undoListeners.push(listener)
  }

  /** All of the work or none of it; one inside another is part of it, and undone alone when it throws. */
  transaction<T>(work: () => T): T {
    const name = `inner_${this.#depth}`
    const isOutermost = this.#depth === 0
    this.#execute(isOutermost ? 'begin immediate' : `savepoint ${name}`)
    this.#depth += 1
    try {
      const result = work()
      this.#execute(isOutermost ? 'commit' : `release ${name}`)
      return result
    } catch (error) {
      this.#undo(isOutermost ? 'rollback' : `rollback to ${name}; release ${name}`)
      throw error
    } finally {
      this.#depth -= 1
    }
  }

  /** Leaves all of it in the one file, so that it may be copied. */
  close(): void {
    if (this.#owner !== undefined) this.#execute('pragma wal_checkpoint(truncate)')
    this.#db.close()
    this.#owner?.close()
  }

  /** SQLite may have rolled back by itself, as it does when the disk is full. */
  #undo(sql: string): void {
    if (this.#db.inTransaction) this.#execute(sql)
    for (const listener of this.#undoListeners) listener()
  }

  #execute(sql: string): void {
    this.#guard(() => this.#db.exec(sql))
  }

  #prepareFile(readOnly: boolean): void {
    const db = this.#db
    db.exec('pragma busy_timeout = 5000')
    const [{ quick_check: check }] = db.prepare('pragma quick_check(1)').all() as [{ quick_check: string }]
    if (check !== 'ok') throw new Error(`malformed: ${check}`)
    const { user_version: version } = db.prepare('pragma user_version').get() as { user_version: number }
    if (version > migrations.length) {
      throw storeFailed(this.#file, {
        state: `is of version ${version}; this cc-ci knows ${migrations.length}`,
        hint: 'Nothing of it was changed. Start the cc-ci that wrote it, or a newer one.',
      })
    }
    if (readOnly) {
      db.exec('pragma query_only = on')
      return
    }
    db.exec('pragma journal_mode = wal')
    db.exec('pragma synchronous = full')
    migrate(db, version)
  }

  #guard<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw isCcCiError(error) ? error : explainSqlite(this.#file, error)
    }
  }
}

/** A lock that the kernel takes back when we end, however that happens; readers of the store do not meet it. */
function takeOwnership(file: string): Database.Database {
  const owner = new Database(`${file}-owner`)
  try {
    owner.exec('begin exclusive')
    return owner
  } catch (error) {
    owner.close()
    throw error
  }
}

function migrate(db: Database.Database, version: number): void {
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue
    db.exec(`begin immediate;${sql};pragma user_version = ${index + 1};commit`)
  }
}
