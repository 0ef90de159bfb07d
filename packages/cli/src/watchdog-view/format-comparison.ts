import type { ComparedDecision, Comparison, Damage } from '@cc-ci/watchdog'
import { plainText } from './fit-text.js'
import { sayInstant } from './say-seconds.js'

interface Compared extends Omit<Comparison, 'final'> {
  readonly whole: boolean
  readonly skipped: number
  readonly gaps: readonly number[]
  readonly damage: readonly Damage[]
}

const signs: Readonly<Record<ComparedDecision['verdict'], string>> = { same: ' ', 'only-then': '-', 'only-now': '+' }

/** A diff for people: what was decided only then has a minus, what is decided only now a plus. */
export function formatComparison(compared: Compared): string {
  const { decisions, counts, ticks, lines } = compared
  const rows = decisions.map(
    ({ verdict, at, seq, what, why }) =>
      `${signs[verdict]} ${sayInstant(at.wall)}  line ${seq}  ${plainText(`${what}: ${why}`)}`,
  )
  const sum = `${counts.same} the same, ${counts['only-then']} only then (-), ${counts['only-now']} only now (+)`
  return [...caveats(compared), ...rows, `${sum}; ${ticks} ticks in ${lines} lines.`].join('\n')
}

function caveats({ whole, skipped, gaps, damage, resultsLeftOut }: Compared): readonly string[] {
  return [
    ...damage.map(({ file, what }) => `Left out: ${file} ${what}.`),
    ...(whole ? [] : [`Older lines are gone: what was counted in them is not known (${skipped} lines left out).`]),
    ...gaps.map((seq) => `Left out: lines are missing after line ${seq}.`),
    ...(resultsLeftOut === 0
      ? []
      : [
          `Left out: ${resultsLeftOut} results of what would not have been done now; what followed might have differed.`,
        ]),
  ]
}
