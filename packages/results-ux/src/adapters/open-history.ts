import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseRunResult } from '@cc-ci/contracts/parse-run-result'
import Database from 'libsql'
import type { History } from '../history/history.js'
import { toRunRow } from '../history/run-row.js'
import { HistoryStore, type IndexEntry, type IndexedFolder } from './history-store.js'

const historyFile = 'history.db'

/** For this long after it was written a result is looked at again each time: renderings may still be added to it. */
const youngMs = 10 * 60_000
/** After this long every folder is looked at again, also those that have not changed for months. */
const lookAtAllMs = 60_000

/**
 * The history of the runs below a folder, by an index in `history.db` there. The index is derived: one that is missing,
 * damaged, of another version, or cannot be written is made anew, in memory if need be, and never hides a run.
 */
export function openHistory(runsFolder: string, now: () => number = Date.now): History {
  const store = openStore(runsFolder)
  let lookedAtAll = now()
  const known = new Map(store.folders().map((each) => [each.folder, each]))
  const update = (folders: readonly string[], isComplete: boolean): void => {
    const changed = changedAmong(runsFolder, folders, known)
    const gone = isComplete ? missingFrom(folders, known) : []
    if (changed.length + gone.length === 0) return
    store.change(
      changed.map((each) => readEntry(runsFolder, each)),
      gone,
    )
    for (const each of changed) known.set(each.folder, each)
    for (const folder of gone) known.delete(folder)
  }
  let listed = listFolders(runsFolder)
  update(listed.folders, true)
  return {
    fleet: () => store.fleet(),
    runsOf: (recipe) => store.runsOf(recipe),
    run: (runId) => store.run(runId),
    changes: (options) => store.changes(options),
    skipped: () => store.problems(),
    refresh() {
      const at = now()
      const all = at - lookedAtAll > lookAtAllMs
      if (all || changeOf(runsFolder) !== listed.change) listed = listFolders(runsFolder)
      const { folders } = listed
      if (all) lookedAtAll = at
      const worthALook = folders.filter((folder) => all || at - (known.get(folder)?.written ?? at) < youngMs)
      update(worthALook, all)
    },
    close: () => store.close(),
  }
}

function openStore(runsFolder: string): HistoryStore {
  const file = join(runsFolder, historyFile)
  const attempts = [
    () => new HistoryStore(new Database(file)),
    () => {
      for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
      return new HistoryStore(new Database(file))
    },
  ]
  for (const attempt of attempts) {
    try {
      return attempt()
    } catch (error) {
      // In use for long, or in a folder that cannot be written: the file may be whole, so it stays.
      if (!isDamage(error)) break
    }
  }
  return new HistoryStore(new Database(':memory:'))
}

function isDamage(error: unknown): boolean {
  return /not a database|malformed|corrupt/i.test(String((error as Error).message))
}

/** The moment of the last change is taken first: what comes after it is found the next time. */
function listFolders(runsFolder: string): { readonly change: number; readonly folders: readonly string[] } {
  return { change: changeOf(runsFolder), folders: foldersIn(runsFolder) }
}

/** Changes when a folder is added or removed. */
function changeOf(runsFolder: string): number {
  return statSync(runsFolder, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function foldersIn(runsFolder: string): string[] {
  try {
    const entries = readdirSync(runsFolder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** A run without a result is still going, or was killed: nothing to keep, and nothing to complain of. */
function changedAmong(
  runsFolder: string,
  folders: readonly string[],
  known: ReadonlyMap<string, IndexedFolder>,
): IndexedFolder[] {
  return folders.flatMap((folder) => {
    const found = statSync(join(runsFolder, folder, 'results.json'), { throwIfNoEntry: false })
    if (found === undefined) return []
    const stamp = `${found.mtimeMs} ${found.size} ${found.ino}`
    return known.get(folder)?.stamp === stamp ? [] : [{ folder, stamp, written: found.mtimeMs }]
  })
}

function missingFrom(folders: readonly string[], known: ReadonlyMap<string, IndexedFolder>): string[] {
  const present = new Set(folders)
  return [...known.keys()].filter((folder) => !present.has(folder))
}

function readEntry(runsFolder: string, indexed: IndexedFolder): IndexEntry {
  try {
    const read = parseRunResult(readFileSync(join(runsFolder, indexed.folder, 'results.json'), 'utf8'))
    if (!read.ok) return { ...indexed, problem: `results.json ${read.problem}` }
    return { ...indexed, row: toRunRow(read.result, indexed.folder) }
  } catch (error) {
    return { ...indexed, problem: `results.json cannot be read: ${(error as Error).message}` }
  }
}
