import { existsSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { Damage, JournalLine } from '@cc-ci/watchdog'

export interface OpenedJournal {
  /** File or folder. */
  readonly place: string
  readonly lines: readonly JournalLine[]
  /** What could not be read of it. */
  readonly damage: readonly Damage[]
}

/** Reads one file of a journal, or all that a state folder holds. Throws JOURNAL_MISSING and JOURNAL_UNREADABLE. */
export async function openJournal(place: string): Promise<OpenedJournal> {
  const { readJournal, readJournalFile } = await import('@cc-ci/watchdog')
  if (!existsSync(place)) throw journalMissing(place)
  try {
    const { lines, damage } = statSync(place).isDirectory() ? readJournal(place) : readJournalFile(place)
    if (lines.length === 0) throw nothingIn(place, damage)
    return { place, lines, damage }
  } catch (error) {
    if (error instanceof Error && 'errno' in error) throw unreadable(place, error)
    throw error
  }
}

function journalMissing(place: string): CcCiError {
  return new CcCiError('JOURNAL_MISSING', `There is no watchdog’s journal at ${place}.`, {
    hint: 'Start the watchdog, which writes one: cc-ci watchdog run. Or name a file: cc-ci watchdog replay <journal>',
    place: { file: place },
  })
}

function nothingIn(place: string, damage: readonly Damage[]): CcCiError {
  const why = damage.map(({ file, what }) => `${file === place ? '' : `${basename(file)} `}${what}`)
  return new CcCiError(
    'JOURNAL_UNREADABLE',
    `No line of ${place} can be read${why.map((each) => `; ${each}`).join('')}.`,
    {
      hint: `Look whether it is a journal of the watchdog, and at what else lies in ${dirname(place)}.`,
      place: { file: place },
    },
  )
}

function unreadable(place: string, cause: Error): CcCiError {
  return new CcCiError('JOURNAL_UNREADABLE', `${place} cannot be read: ${cause.message}.`, {
    hint: 'Run the command as the user whose watchdog wrote it.',
    place: { file: place },
    cause,
  })
}
