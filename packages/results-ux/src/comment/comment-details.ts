import { levelWords } from '@cc-ci/contracts/ladder'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { formatMegabytes, formatSeconds } from '../render/duration.js'
import { failingTests } from '../render/failing-tests.js'
import type { CommentOptions } from './comment-options.js'
import { codeBlock, htmlText, inline } from './markdown.js'

const mostLogLines = 20
const mostTests = 10
const mostRuns = 5

/** What failed, folded: the tests with their messages and the end of the failed service’s log. */
export function detailsOfFailure(result: RunResult): string {
  const { fault } = result
  const failing = failingTests(result)
  const tests = failing
    .slice(0, mostTests)
    .map(
      ({ stage, test }) =>
        `- ${stage}: ${inline(test.name)}: ${inline(test.message ?? 'no message was recorded', 600)}`,
    )
  const more = failing.length > mostTests ? [`- and ${failing.length - mostTests} more`] : []
  const logs = fault?.logs.slice(-mostLogLines) ?? []
  const lines = [
    ...(tests.length === 0 ? [] : [[...tests, ...more].join('\n')]),
    ...(logs.length === 0 ? [] : [codeBlock(logs.map((line) => line.slice(0, 500)))]),
    ...(logs.length === 0 && fault?.noLogs != null ? [`No logs: ${inline(fault.noLogs)}.`] : []),
  ]
  if (lines.length === 0) return ''
  const title =
    logs.length === 0
      ? 'Failure'
      : `Failure: last ${logs.length} log lines${fault?.service == null ? '' : ` of <code>${htmlText(fault.service)}</code>`}`
  return fold(title, lines)
}

/** How to reproduce it, what it used, how the last runs went. */
export function detailsOfRun(result: RunResult, { main, recent = [] }: CommentOptions): string {
  const { resources } = result
  const used = [
    ['peak memory', resources.peakMemMb, formatMegabytes],
    ['disk', resources.diskMb, formatMegabytes],
    ['down during the upgrade', resources.downtimeSeconds, formatSeconds],
    ['backup', resources.backupMb, formatMegabytes],
    ['restore', resources.restoreSeconds, formatSeconds],
  ] as const
  const facts = used.flatMap(([name, value, format]) => (value === null ? [] : [`${name} ${format(value)}`]))
  const changes = (main?.measures ?? []).map(({ name, from, to }) => `${name} was ${from} on main, is ${to}`)
  const runs = recent
    .slice(0, mostRuns)
    .map(
      (row) =>
        `- ${inline(row.runId)}, ${row.pr === null ? 'main' : `pull request ${row.pr}`}: ${row.verdict === 'error' ? 'not judged' : `L${row.level} ${levelWords[row.level] ?? ''}`}`,
    )
  const blocks = [
    ...(result.reproduce === '' ? [] : [codeBlock([result.reproduce], 'sh')]),
    ...(facts.length === 0 ? [] : [`Used: ${facts.join(', ')}.`]),
    ...(changes.length === 0 ? [] : [changes.map((change) => `- ${change}`).join('\n')]),
    ...(runs.length === 0 ? [] : [runs.join('\n')]),
  ]
  if (blocks.length === 0) return ''
  const title = ['Reproduce', 'resources', ...(runs.length === 0 ? [] : [`last ${runs.length} runs`])].join(' · ')
  return fold(title, blocks)
}

function fold(title: string, blocks: readonly string[]): string {
  return [`<details><summary>${title}</summary>`, ...blocks, '</details>'].join('\n\n')
}
