import { totalTokens } from '@cc-ci/contracts/agent-client'
import type { LoopReport, ReportedLoop, ReportedPhase } from './build-report.js'
import { printDuration } from './describe-entry.js'
import { escapeHtml } from './escape-html.js'
import type { ItemHistory, ItemStep } from './item-history.js'
import { printCount, table, timeTag, tokenCells, tokenColumns } from './page-parts.js'
import { reportStyle } from './report-style.js'

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** More of a timeline than this is folded. */
const shownEvents = 12

/** The report as one HTML page: no script, and nothing that has to be fetched. */
export function renderReport(report: LoopReport): string {
  const { loops, phases, open, generatedAt } = report
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<title>What the loops did · cc-ci</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<h1>What the loops did</h1>
<p class="muted">As of ${timeTag(generatedAt)}</p>
<h2>What is open</h2>
${openPart(open, phases)}
<h2>Phases</h2>
${phases.length === 0 ? '<p>There is no plan.</p>' : phases.map(phasePart).join('\n')}
<h2>Loops</h2>
${loops.length === 0 ? '<p>There are no loops.</p>' : loops.map(loopPart).join('\n')}
<h2>Tokens</h2>
${tokensPart(report)}
</main>
</body>
</html>
`
}

function openPart(open: readonly string[], phases: readonly ReportedPhase[]): string {
  if (open.length > 0) return `<ul>${open.map((each) => `<li>${escapeHtml(each)}</li>`).join('')}</ul>`
  const ended = phases.length > 0 && phases.every(({ done }) => done)
  return ended ? '<p class="well">Nothing: every phase is done.</p>' : '<p>No item is open.</p>'
}

function phasePart({ id, title, done, vetoes, items, findings }: ReportedPhase): string {
  const rows = items.map((item) => [
    `${escapeHtml(item.id)}<br><span class="muted">${escapeHtml(item.title)}</span>`,
    stateWords(item),
    `<ol class="steps">${item.steps.map(stepPart).join('')}</ol>`,
    item.verdictAfter === undefined ? '' : escapeHtml(printDuration(item.verdictAfter)),
    printCount(totalTokens(item.claiming)),
    printCount(totalTokens(item.reviewing)),
  ])
  const columns = [
    ...[{ name: 'item' }, { name: 'state' }, { name: 'claims and verdicts' }, { name: 'claim to verdict' }],
    ...[
      { name: 'tokens to claim', number: true },
      { name: 'to verdict', number: true },
    ],
  ]
  const open = findings.map(
    ({ id: finding, item, open: isOpen, text }) =>
      `<li><span class="${isOpen ? 'trouble' : 'muted'}">${isOpen ? 'open' : 'closed'}</span> ${escapeHtml(`${finding} on ${item}: ${text}`)}</li>`,
  )
  const vetoed = vetoes.map(({ at, text }) => `<li>${timeTag(at)} veto: ${escapeHtml(text)}</li>`)
  return `<section class="card"><h3>Phase ${escapeHtml(id)}: ${escapeHtml(title)}${done ? ' <span class="well">done</span>' : ''}</h3>
${table(`Items of phase ${id}`, columns, rows)}
${vetoed.length === 0 ? '' : `<ul>${vetoed.join('')}</ul>`}${open.length === 0 ? '' : `<h4>Findings</h4><ul>${open.join('')}</ul>`}</section>`
}

const stateClasses = { open: 'muted', claimed: '', passed: 'well', failed: 'trouble' } as const

function stateWords({ state, reopened }: ItemHistory): string {
  const again = reopened === 0 ? '' : `<br><span class="trouble">reopened ${reopened}×</span>`
  return `<span class="${stateClasses[state]}">${state}</span>${again}`
}

function stepPart({ at, step, commit }: ItemStep): string {
  return `<li>${escapeHtml(step)} <code>${escapeHtml(commit.slice(0, 7))}</code> ${timeTag(at)}</li>`
}

function loopPart({ name, role, timeline, unreadable }: ReportedLoop): string {
  const events = timeline.map(
    ({ at, text, trouble }) =>
      `<li>${timeTag(at)}<span${trouble ? ' class="trouble"' : ''}>${escapeHtml(text)}</span></li>`,
  )
  const list = (some: readonly string[]) => (some.length === 0 ? '' : `<ol class="timeline">${some.join('')}</ol>`)
  const earlier = events.slice(0, -shownEvents)
  const folded =
    earlier.length === 0 ? '' : `<details><summary>${earlier.length} earlier events</summary>${list(earlier)}</details>`
  const lost = unreadable === 0 ? '' : `<p class="muted">${unreadable} lines of its records could not be read.</p>`
  return `<section class="card"><h3>${escapeHtml(name)} <span class="muted">${escapeHtml(role)}</span></h3>
${events.length === 0 ? '<p>It was never started.</p>' : folded + list(events.slice(-shownEvents))}${lost}</section>`
}

function tokensPart({ loops, tokens, openTokens }: LoopReport): string {
  const rows = loops.flatMap(({ name, models }) =>
    models.map(({ model, tokens: its }) => [`${escapeHtml(name)}, ${escapeHtml(model)}`, ...tokenCells(its)]),
  )
  const sums = [
    ['all loops', ...tokenCells(tokens)],
    ['since the last hand-over', ...tokenCells(openTokens)],
  ]
  return table('Tokens per loop and model', [{ name: 'loop and model' }, ...tokenColumns], [...rows, ...sums])
}
