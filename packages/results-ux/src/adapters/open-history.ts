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
/** Within this long every folder is looked at again, also those that have not changed for months, a few each time … */
const roundMs = 60_000
/** … but never more of them at once, so that nobody waits long for a page. */
const mostAtOnce = 500

/**
 * The history of the runs below a folder, by an index in `history.db` there. The index is derived: one that is missing,
 * damaged, of another version, or cannot be written is made anew, in memory if need be, and never hides a run.
 */
export function openHistory(runsFolder: string, now: () => number = Date.now): History {
  const store = openStore(runsFolder)
  let lookedAt = now()
  let listedAt = lookedAt
  let next = 0
  let listed = listFolders(runsFolder)
  const known = new Map(store.folders().map((each) => [each.folder, each]))
  const update = (folders: readonly string[], gone: readonly string[]): void => {
    const changed = changedAmong(runsFolder, folders, known)
    if (changed.length + gone.length === 0) return
    store.change(
      changed.map((each) => readEntry(runsFolder, each)),
      gone,
    )
    for (const each of changed) known.set(each.folder, each)
    for (const folder of gone) known.delete(folder)
  }
  update(listed.folders, missingFrom(listed.folders, known))

  /** The folders whose turn it is after so many milliseconds. */
  const takeTurn = (elapsed: number): readonly string[] => {
    const { folders } = listed
    const count = Math.min(mostAtOnce, folders.length, Math.ceil((folders.length * elapsed) / roundMs))
    const turn = [...folders.slice(next, next + count), ...folders.slice(0, Math.max(0, next + count - folders.length))]
    next = folders.length === 0 ? 0 : (next + count) % folders.length
    return turn
  }
  return {
    fleet: () => store.fleet(),
    runsOf: (recipe) => store.runsOf(recipe),
    run: (runId) => store.run(runId),
    newest: () => store.newest(),
    changes: (options) => store.changes(options),
    skipped: () => store.problems(),
    refresh() {
      const at = now()
      const listAnew = at - listedAt > roundMs || changeOf(runsFolder) !== listed.change
      if (listAnew) {
        listed = listFolders(runsFolder)
        listedAt = at
      }
      const young = listed.folders.filter((folder) => at - (known.get(folder)?.written ?? at) < youngMs)
      const turn = new Set([...young, ...takeTurn(at - lookedAt)])
      update([...turn], listAnew ? missingFrom(listed.folders, known) : [])
      lookedAt = at
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
