import { levelWords } from '@cc-ci/contracts/ladder'
import { html, raw } from 'hono/html'
import { noLevel, paintOf, type ShownStatus } from '../design/tokens.js'
import type { RunRow } from '../history/run-row.js'
import { type Part, statusLabel } from '../render/page-parts.js'
import { notJudgedWords } from '../render/run-view.js'

/** The level of a run as a coloured tag with number and word, or why there is none. */
export function levelTag(row: RunRow | undefined, { short = false } = {}): Part {
  if (row === undefined) return tag(noLevel, 'L?', short ? '' : 'no run of main')
  if (row.verdict === 'error') return tag(noLevel, 'L?', short ? '' : whyNotJudged(row))
  return tag(paintOf(row.level), `L${row.level}`, short ? '' : (levelWords[row.level] ?? ''))
}

function tag({ fill, ink }: { fill: string; ink: string }, number: string, word: string): Part {
  return html`<span class="level-tag" style="background:${fill};color:${ink}"><b>${number}</b>${word === '' ? '' : ` ${word}`}</span>`
}

function whyNotJudged({ stopped, fault }: RunRow): string {
  return notJudgedWords({ stopped, fault: fault as Parameters<typeof notJudgedWords>[0]['fault'] })
}

const verdictStatuses: Readonly<Record<RunRow['verdict'], readonly [ShownStatus, string]>> = {
  green: ['pass', 'green'],
  red: ['fail', 'red'],
  error: ['unverified', 'not judged'],
}

/** The verdict of a run as shape and word; a green one that needed a repetition says so. */
export function verdictLabel({ verdict, flaky }: RunRow): Part {
  if (verdict === 'green' && flaky > 0) return statusLabel('flaky', 'green on retry')
  return statusLabel(...verdictStatuses[verdict])
}

/** The last runs as a row of shapes, the newest at the right, with the same in words for those who do not see it. */
export function recentRuns(rows: readonly RunRow[]): Part {
  const oldestFirst = rows.toReversed()
  const words = oldestFirst.map(({ verdict }) => verdictStatuses[verdict][1]).join(', ')
  const shapes = oldestFirst.map((row, index) => {
    const status: ShownStatus = row.verdict === 'green' && row.flaky > 0 ? 'flaky' : verdictStatuses[row.verdict][0]
    return `<use href="#icon-${status}" class="is-${status}" x="${index * 18 + 1}" y="1" width="16" height="16"/>`
  })
  const width = rows.length * 18
  return html`<svg class="recent" width="${width}" height="18" viewBox="0 0 ${width} 18" role="img" aria-label="last ${rows.length} runs, oldest first: ${words}">${raw(shapes.join(''))}</svg>`
}

/** "PR #42" or "main". */
export function lineOf({ pr }: Pick<RunRow, 'pr'>): string {
  return pr === null ? 'main' : `PR #${pr}`
}

/** What was tested: the version, else the short hash of the commit. */
export function versionOf({ version, ref }: Pick<RunRow, 'version' | 'ref'>): string {
  return version ?? ref.slice(0, 7)
}

/** A moment as a machine and a person read it: UTC, to the minute. `at` in epoch seconds. */
export function timeOf(at: number): Part {
  const iso = new Date(at * 1000).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')}</time>`
}
