import { describeAction, type JournalLine } from '@cc-ci/watchdog'
import type { Event } from './drill.js'

/** What a line of the watchdog's journal says to people; nothing where it only keeps books. */
export function describeEvent(line: JournalLine): Omit<Event, 'after'> | undefined {
  switch (line.kind) {
    case 'changed':
      return { what: 'saw', text: `${line.from} → ${line.to}${line.why === '' ? '' : `: ${line.why}`}` }
    case 'intended':
      return { what: 'decided', text: `${describeAction(line.action)}: ${line.action.why}` }
    case 'finished':
      return { what: 'did', text: `${line.result.outcome}: ${line.result.detail}` }
    case 'began':
    case 'observed':
    case 'ticked':
    case 'ended':
      return undefined
  }
}
