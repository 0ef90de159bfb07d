import type { PhaseSummary } from '@cc-ci/loop-launcher'
import { formatTable } from './format-table.js'

/** A line for each phase; the current one is marked. */
export function formatPhases(phases: readonly PhaseSummary[], width: number): string {
  const rows = phases.map((phase) => [
    phase.current ? '→' : '',
    phase.id,
    stateOf(phase),
    `${phase.passed}/${phase.items}`,
    phase.title + (phase.because === undefined ? '' : ` (not done: ${phase.because})`),
  ])
  return formatTable([['', 'PHASE', 'STATE', 'PASSED', 'TITLE'], ...rows], width)
}

function stateOf({ done, claimed, items }: PhaseSummary): string {
  if (done) return 'done'
  return claimed === 0 ? 'not begun' : `${claimed}/${items} claimed`
}
