import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import type { RunListener } from '../../ports/runner.js'
import type { RunEnd } from '../../queue/queued-run.js'
import { type AttemptFiles, readIfThere } from './attempt-files.js'
import { JournalTail } from './journal-tail.js'
import { readEnd } from './read-end.js'

/** A process that is no child of ours tells nobody that it ended; and a watch of files may miss something. */
const lookEveryMs = 500

export interface Followed {
  readonly files: AttemptFiles
  readonly runsDir: string
  readonly listener: RunListener
  readonly hasEnded: () => boolean
  /** Calls back as soon as it is worth while to look whether it has ended. */
  readonly onEnd: (look: () => void) => void
}

/** Hands over a run’s events as they are written, until it ends; gives how it ended. Keeps no process alive by itself. */
export async function followRun({ files, runsDir, listener, hasEnded, onEnd }: Followed): Promise<RunEnd | undefined> {
  const watchers: FSWatcher[] = []
  let wake = (): void => undefined
  const look = (): void => wake()
  const timer = setInterval(look, lookEveryMs).unref()
  let folder: string | undefined
  let journal: JournalTail | undefined
  const open = (found: string | undefined): void => {
    if (found === undefined || journal !== undefined) return
    folder = found
    journal = new JournalTail(join(found, 'events.jsonl'))
    watchFolder(found, watchers, look)
  }
  const tellNew = (): void => {
    for (const event of journal?.next() ?? []) listener.event(event)
  }
  try {
    watchFolder(files.folder, watchers, look)
    onEnd(look)
    for (;;) {
      // Both before it looks, so that what comes meanwhile is not slept through.
      const changed = new Promise<void>((resolve) => {
        wake = resolve
      })
      const isOver = hasEnded()
      open(readFolder(files))
      tellNew()
      if (!isOver) {
        await changed
        continue
      }
      const read = readEnd(files, folder)
      if (read?.folder !== undefined) open(join(runsDir, read.folder))
      tellNew()
      return read?.end
    }
  } finally {
    clearInterval(timer)
    for (const watcher of watchers) watcher.close()
  }
}

/** Undefined while it is not written, or not whole. */
function readFolder({ folderFile }: AttemptFiles): string | undefined {
  const text = readIfThere(folderFile)
  return text?.endsWith('\n') === true ? text.trimEnd() : undefined
}

function watchFolder(folder: string, watchers: FSWatcher[], look: () => void): void {
  try {
    watchers.push(watch(folder, { persistent: false }, look).on('error', () => undefined))
  } catch {
    // No watch to be had: the look every half second finds the same, later.
  }
}
