import type { WatchJournal } from '../ports/watch-journal.js'
import { readJournal } from './read-journal.js'

/** For a watch that does nothing: it knows what the real one wrote, and writes nothing. */
export function observingJournal(folder: string): WatchJournal {
  const { snapshot, lines } = readJournal(folder)
  const since = lines.filter(({ seq }) => seq > (snapshot?.seq ?? 0))
  return {
    epoch: lines.at(-1)?.epoch ?? 0,
    found: { snapshot, lines: since, unfinished: [], quarantined: [] },
    append: () => undefined,
    snapshot: () => undefined,
    full: false,
    isOurs: () => true,
    close: () => undefined,
  }
}
