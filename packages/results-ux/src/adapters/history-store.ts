import type Database from 'libsql'
import type { FleetEntry, LevelChange } from '../history/history.js'
import { isOfMain, type RunRow } from '../history/run-row.js'

/** Raised with every change of the tables or of `RunRow`: an index of another layout is made anew. */
const layout = 2

const tables = `
create table runs (
  folder text primary key, stamp text not null, written real not null, problem text,
  run_id text, recipe text, finished real, seq integer, main integer, level integer, row text
) without rowid;
create index runs_of_recipe on runs (recipe, finished desc, seq desc);
create index runs_of_main on runs (recipe, finished desc, seq desc, level) where main = 1;
create index runs_by_id on runs (run_id);
pragma user_version = ${layout};
`

const newestFirst = 'order by finished desc, seq desc'

/** A folder as the index knows it. */
export interface IndexedFolder {
  readonly folder: string
  /** Changes whenever the result does. */
  readonly stamp: string
  /** When the result was written, in milliseconds since the epoch. */
  readonly written: number
}

export type IndexEntry = IndexedFolder & ({ readonly row: RunRow } | { readonly problem: string })

/** The tables of the history and what is asked of them. Everything in it can be read from the run folders again. */
export class HistoryStore {
  readonly #db: Database.Database
  readonly #statements

  /** Takes over the database, empty or not; throws what SQLite says of a file that is none. */
  constructor(db: Database.Database) {
    this.#db = db
    db.exec('pragma journal_mode = wal')
    db.exec('pragma synchronous = normal')
    db.exec('pragma busy_timeout = 5000')
    this.#inTransaction(() => {
      const { user_version: found } = db.prepare('pragma user_version').get() as { user_version: number }
      if (found === layout) return
      db.exec('drop table if exists runs')
      db.exec(tables)
    })
    this.#statements = {
      put: db.prepare('insert or replace into runs values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
      drop: db.prepare('delete from runs where folder = ?'),
      folders: db.prepare('select folder, stamp, written from runs'),
      recipes: db.prepare('select distinct recipe from runs where recipe is not null order by recipe'),
      ofRecipe: db.prepare(`select row from runs where recipe = ? ${newestFirst}`),
      recent: db.prepare(`select row from runs where recipe = ? ${newestFirst} limit 10`),
      main: db.prepare(`select row from runs where recipe = ? and main = 1 ${newestFirst} limit 2`),
      pullRequest: db.prepare(
        `select row from runs where recipe = ? and finished >= ? and row ->> 'pr' is not null ${newestFirst} limit 1`,
      ),
      byId: db.prepare(`select row from runs where run_id = ? ${newestFirst} limit 1`),
      newest: db.prepare(`select row from runs where row is not null ${newestFirst} limit 1`),
      problems: db.prepare('select folder, problem from runs where problem is not null order by folder'),
      changes: db.prepare(`
        select turned.recipe, before.row as from_row, after.row as to_row from (
          select recipe, folder, finished, seq, level,
            lead(folder) over line as before_folder, lead(level) over line as before_level
          from runs where main = 1 and (?1 is null or recipe = ?1)
          window line as (partition by recipe order by finished desc, seq desc)
        ) turned join runs before on before.folder = turned.before_folder join runs after on after.folder = turned.folder
        where turned.level <> turned.before_level order by turned.finished desc, turned.seq desc limit ?2`),
    }
  }

  folders(): readonly IndexedFolder[] {
    return this.#statements.folders.all() as IndexedFolder[]
  }

  /** All of it or, after a crash in the middle, nothing. */
  change(entries: Iterable<IndexEntry>, gone: readonly string[]): void {
    this.#inTransaction(() => {
      for (const folder of gone) this.#statements.drop.run(folder)
      for (const entry of entries) this.#put(entry)
    })
  }

  fleet(): readonly FleetEntry[] {
    const recipes = this.#statements.recipes.all() as { recipe: string }[]
    return recipes.flatMap(({ recipe }) => {
      const recent = toRows(this.#statements.recent.all(recipe))
      const [latest] = recent
      if (latest === undefined) return []
      const [main, before] = toRows(this.#statements.main.all(recipe))
      const [pullRequest] = toRows(this.#statements.pullRequest.all(recipe, main?.finished ?? 0))
      return [{ recipe, main, before, latest, pullRequest, recent }]
    })
  }

  runsOf(recipe: string): readonly RunRow[] {
    return toRows(this.#statements.ofRecipe.all(recipe))
  }

  run(runId: string): RunRow | undefined {
    return toRows(this.#statements.byId.all(runId))[0]
  }

  newest(): RunRow | undefined {
    return toRows(this.#statements.newest.all())[0]
  }

  changes({ limit, recipe = null }: { readonly limit: number; readonly recipe?: string | null }): LevelChange[] {
    const found = this.#statements.changes.all(recipe, limit) as { recipe: string; from_row: string; to_row: string }[]
    return found.map((each) => ({ recipe: each.recipe, from: JSON.parse(each.from_row), to: JSON.parse(each.to_row) }))
  }

  problems(): readonly { folder: string; reason: string }[] {
    const found = this.#statements.problems.all() as { folder: string; problem: string }[]
    return found.map(({ folder, problem }) => ({ folder, reason: problem }))
  }

  close(): void {
    this.#db.close()
  }

  #put(entry: IndexEntry): void {
    const { folder, stamp, written } = entry
    if ('problem' in entry) {
      this.#statements.put.run(folder, stamp, written, entry.problem, null, null, null, null, null, null, null)
      return
    }
    const { row } = entry
    const { runId, recipe, finished, seq, level } = row
    const main = isOfMain(row) ? 1 : 0
    this.#statements.put.run(
      folder,
      stamp,
      written,
      null,
      runId,
      recipe,
      finished,
      seq,
      main,
      level,
      JSON.stringify(row),
    )
  }

  #inTransaction(action: () => void): void {
    this.#db.exec('begin immediate')
    try {
      action()
      this.#db.exec('commit')
    } catch (error) {
      this.#db.exec('rollback')
      throw error
    }
  }
}

function toRows(found: readonly unknown[]): RunRow[] {
  return (found as { row: string }[]).map(({ row }) => JSON.parse(row))
}
