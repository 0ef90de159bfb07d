import type { NotifySettings } from '@cc-ci/contracts/watchdog-settings'
import type { Severity } from '../decide/action.js'
import type { Notice } from '../ports/notifier.js'
import { isQuiet } from './quiet-hours.js'

const ranks: Readonly<Record<Severity, number>> = { info: 0, warn: 1, page: 2 }

/** Whether a channel that is told from this severity on gets it. */
export function isFor(from: Severity, { severity }: Notice): boolean {
  return ranks[severity] >= ranks[from]
}

/**
 * What of all that waits for one channel is to be sent now (epoch seconds): pages at once; the others together, when the
 * oldest has waited for the time of a digest, and never in quiet hours.
 */
export function chooseBatch(
  waiting: readonly Notice[],
  at: number,
  { digest, quietHours }: Pick<NotifySettings, 'digest' | 'quietHours'>,
): readonly Notice[] {
  const pages = waiting.filter(({ severity }) => severity === 'page')
  if (pages.length > 0) return pages
  const oldest = Math.min(...waiting.map((notice) => notice.at))
  return oldest + digest <= at && !isQuiet(at, quietHours) ? waiting : []
}

/** Seconds until the next attempt after so many in vain. */
export function retryAfter(failures: number): number {
  return Math.min(30 * 2 ** (failures - 1), 900)
}
