import type { Check, CheckOutcome } from '@cc-ci/loop-launcher'
import { hang } from '../terminal/wrap-words.js'

const titles: Readonly<Record<Exclude<CheckOutcome, 'ok'>, string>> = {
  problem: 'Problems',
  warning: 'Warnings',
  unknown: 'Could not be looked at',
}

/** For people: what is wrong first, each with its remedy below it; what is well in a few lines at the end. */
export function formatDoctor(checks: readonly Check[], width: number): string {
  const parts = (['problem', 'warning', 'unknown'] as const).flatMap((outcome) => {
    const its = checks.filter((check) => check.outcome === outcome)
    return its.length === 0
      ? []
      : [[`${titles[outcome]} (${its.length})`, ...groupSame(its).flatMap(shownIn(width))].join('\n')]
  })
  const well = checks.filter(({ outcome }) => outcome === 'ok')
  return [...parts, ...(well.length === 0 ? [] : [formatWell(well, width)]), summaryOf(checks)].join('\n\n')
}

interface SameChecks {
  readonly check: Check
  readonly loops: readonly string[]
}

/** What is the same for several loops is said once. */
function groupSame(checks: readonly Check[]): readonly SameChecks[] {
  const keyOf = ({ id, evidence, fix }: Check) => JSON.stringify([id, evidence, fix])
  const keys = [...new Set(checks.map(keyOf))]
  return keys.flatMap((key) => {
    const same = checks.filter((check) => keyOf(check) === key)
    const [check] = same
    return check === undefined ? [] : [{ check, loops: same.flatMap(({ loop }) => loop ?? []) }]
  })
}

const shownIn =
  (width: number) =>
  ({ check, loops }: SameChecks): readonly string[] => [
    '',
    hang('  ', `${loops.length === 0 ? '' : `${loops.join(', ')}: `}${check.title}`, width),
    hang('    ', check.evidence, width),
    ...(check.fix === '' ? [] : [hang('    → ', check.fix, width)]),
  ]

function formatWell(checks: readonly Check[], width: number): string {
  const owners = [...new Set(checks.map(({ loop }) => loop))]
  const lines = owners.map((owner) => {
    const names = checks.filter(({ loop }) => loop === owner).map(({ title }) => title)
    return hang('  ', `${owner ?? 'host'}: ${names.join(' · ')}`, width)
  })
  return [`Fine (${checks.length})`, '', ...lines].join('\n')
}

function summaryOf(checks: readonly Check[]): string {
  const count = (outcome: CheckOutcome) => checks.filter((check) => check.outcome === outcome).length
  const problems = count('problem')
  if (checks.every(({ outcome }) => outcome === 'unknown')) return 'Nothing could be judged.'
  if (problems > 0) return problems === 1 ? 'One problem would stop a loop.' : `${problems} problems would stop loops.`
  const unknown = count('unknown')
  return `Nothing found that would stop a loop${unknown === 0 ? '.' : `; ${unknown} could not be judged.`}`
}
