import { existsSync, type FSWatcher, readFileSync, watch } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Hands over the text of a journal at each change; `top` exists, the folders below it need not yet. One plain watch for
 * each folder on the way: a recursive one throws when a folder goes while it looks into it, as a browser's do.
 */
export function watchJournal(top: string, journal: string, changed: (text: string) => void): { close(): void } {
  const watchers = new Map<string, FSWatcher>()
  const look = (): void => {
    for (const folder of foldersBetween(top, journal)) {
      if (!watchers.has(folder) && existsSync(folder)) watchers.set(folder, watch(folder, look))
    }
    if (existsSync(journal)) changed(readFileSync(journal, 'utf8'))
  }
  look()
  return {
    close() {
      for (const watcher of watchers.values()) watcher.close()
    },
  }
}

/** From the top down to the folder that holds the journal. */
function foldersBetween(top: string, journal: string): string[] {
  const folder = dirname(journal)
  return folder === top ? [top] : [...foldersBetween(top, folder), folder]
}
