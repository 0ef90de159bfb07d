import type { LoopReport } from '@cc-ci/loop-launcher'
import { hang } from '../terminal/wrap-words.js'

/** As much of a report as one screen has room for. */
const mostOpen = 15

/** For people who do not open the page: how each phase and loop stands, and what is open. */
export function formatReport({ phases, loops, open }: LoopReport, width: number): string {
  const phaseLines = phases.map(({ id, title, items, done }) => {
    const passed = items.filter(({ state }) => state === 'passed').length
    return hang(`  ${id}  `, `${title}: ${done ? 'done' : `${passed} of ${items.length} items passed`}`, width)
  })
  const loopLines = loops.map(({ name, timeline, tokens }) => {
    const last = timeline.at(-1)
    return hang(
      `  ${name}  `,
      `${last?.text ?? 'never started'}; ${tokens.output.toLocaleString('en')} tokens written`,
      width,
    )
  })
  const openLines = open.slice(0, mostOpen).map((each) => hang('  - ', each, width))
  return [
    'Phases',
    ...(phaseLines.length === 0 ? ['  no plan'] : phaseLines),
    '',
    'Loops',
    ...(loopLines.length === 0 ? ['  none'] : loopLines),
    ...(open.length === 0 ? [] : ['', `Open (${open.length})`, ...openLines]),
    ...(open.length > mostOpen ? [`  and ${open.length - mostOpen} more on the page`] : []),
  ].join('\n')
}
