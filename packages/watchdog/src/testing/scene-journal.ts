import type { JournalEntry, JournalLine } from '../journal/journal-entry.js'
import type { Scene } from './scene.js'

/** The journal that a watchdog would have kept of a scene, with everything that it saw in a line of its own. */
export function journalOf({ observed, actions }: Scene): readonly JournalLine[] {
  const entries = observed.flatMap(({ observation, now }) => {
    const at = { ...now }
    const entry = (each: JournalEntry) => ({ ...each, at })
    if (observation.source === 'result') return [entry({ kind: 'finished', result: observation.result })]
    if (observation.source !== 'tick') return [entry({ kind: 'observed', observation })]
    const decided = actions.filter((action) => action.at.mono === now.mono)
    const intended = decided.map((action) => entry({ kind: 'intended', action }))
    return [entry({ kind: 'ticked', paces: [], lookedAt: at }), ...intended]
  })
  return entries.map((entry, index) => ({ ...entry, seq: index + 1, epoch: 1 }))
}
