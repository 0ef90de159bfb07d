import type { DoneJudgement } from '@cc-ci/loop-launcher'
import { formatTable } from './format-table.js'

/** Item by item what keeps it from being done. */
export async function formatJudgement(judgement: DoneJudgement, width: number): Promise<string> {
  const { doneRules } = await import('@cc-ci/loop-launcher')
  const { phase, done, broken, items } = judgement
  const open = items.filter((item) => item.broken.length > 0)
  if (done) return `Phase ${phase}: every one of its ${items.length} items is proven.`
  const rows = [
    ...broken.map(({ rule, detail }) => ['phase', rule, `${doneRules[rule]} (${detail})`]),
    ...open.flatMap(({ item, broken: rules }) =>
      rules.map(({ rule, detail }, index) => [index === 0 ? item : '', rule, `${doneRules[rule]} (${detail})`]),
    ),
  ]
  const count = `${items.length - open.length} of ${items.length} items are proven`
  return `Phase ${phase} is not done: ${count}.\n\n${formatTable([['ITEM', 'RULE', 'WHY'], ...rows], width)}`
}
