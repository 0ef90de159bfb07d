import type { LintFinding, RunResult, StageResult } from '@cc-ci/contracts/run-result'
import { html } from 'hono/html'
import type { ShownStatus } from '../design/tokens.js'
import { formatSeconds } from './duration.js'
import { storeView } from './ledger-view.js'
import { type Part, section, statusLabel, table, text } from './page-parts.js'

const testStatuses: Readonly<Record<StageResult['status'], readonly [ShownStatus, string]>> = {
  pass: ['pass', 'passed'],
  fail: ['fail', 'FAILED'],
  skip: ['skip', 'skipped'],
  error: ['unverified', 'not judged'],
}

/** The data ledger: per store, how much was written and how much is still there. */
export function ledgerSection({ data }: RunResult): Part {
  if (data.length === 0) return section('Data', [])
  const rows = data
    .map(storeView)
    .map(({ store, seeded, afterUpgrade, afterRestore, backup, note, ...lost }) => [
      text(store),
      text(seeded),
      kept(afterUpgrade, lost.lostInUpgrade),
      kept(afterRestore, lost.lostInRestore),
      note === null ? html`${backup}` : html`${backup}<br><span class="muted">${note}</span>`,
    ])
  return section('Data', [
    table('Data per store', ['Store', 'Seeded', 'After upgrade', 'After restore', 'Backup'], rows),
  ])
}

function kept(count: string, lost: boolean): Part {
  if (count === '–') return html`<span class="muted">not counted</span>`
  return lost ? statusLabel('fail', `${count} left`) : text(count)
}

/** Where the time went: every phase as a bar on the run's own time line. */
export function timingSection({ phases }: RunResult): Part {
  if (phases.length === 0) return section('Timing', [])
  const end = Math.max(...phases.map(({ start, seconds }) => start + seconds), 1)
  const percent = (seconds: number): string => ((seconds / end) * 100).toFixed(2)
  const inOrder = phases.toSorted((one, other) => one.start - other.start)
  const bars = inOrder.map(
    ({ name, start, seconds }) =>
      html`<dt>${name}</dt><dd class="track" aria-hidden="true"><span style="left:${percent(start)}%;width:${percent(seconds)}%"></span></dd><dd class="num">${formatSeconds(seconds)}</dd>`,
  )
  return section('Timing', [html`<dl class="bars">${bars}</dl>`])
}

/** Every test of every stage, folded; a stage with a failure stands open. */
export function testSection({ stages }: RunResult): Part {
  const folds = stages.map(({ name, status, seconds, tests }) => {
    const rows = tests.map((test) => {
      const [shown, word] =
        test.flaky && test.status === 'pass' ? (['flaky', 'passed on retry'] as const) : testStatuses[test.status]
      return [
        text(test.name),
        statusLabel(shown, word),
        text(test.origin),
        text(formatSeconds(test.seconds)),
        text(test.message ?? ''),
      ]
    })
    const [shown, word] = testStatuses[status]
    const open = status === 'fail' || status === 'error'
    return html`<details id="stage-${name}" ${open ? 'open' : ''}><summary>${name}: ${statusLabel(shown, word)}, ${tests.length} ${tests.length === 1 ? 'test' : 'tests'}, ${formatSeconds(seconds)}</summary>${table(`Tests of ${name}`, ['Test', 'Result', 'Origin', 'Time', 'Message'], rows)}</details>`
  })
  return section('Tests', folds)
}

export function swarmSection({ swarm }: RunResult): Part {
  if (swarm.length === 0) return section('Services', [])
  const rows = swarm.map(({ service, update, from, to }) => [
    text(service),
    update === 'rolled_back' || update === 'paused' ? statusLabel('fail', update.replace('_', ' ')) : text(update),
    html`<code>${from ?? '–'}</code>`,
    html`<code>${to ?? '–'}</code>`,
  ])
  return section('Services', [table('Update per service', ['Service', 'Update', 'From', 'To'], rows)])
}

export function lintSection({ lint }: RunResult): Part {
  const findings = [...lint.errors, ...lint.warnings].map(finding)
  const unverified =
    lint.unverified === null ? [] : [html`<p>${statusLabel('unverified', 'not verified')}: ${lint.unverified}</p>`]
  return section('Lint findings', [...unverified, ...findings, ...uncheckedRules(lint.unchecked)])
}

function uncheckedRules(unchecked: RunResult['lint']['unchecked']): Part[] {
  if (unchecked.length === 0) return []
  const rules = unchecked.map(({ rule, reason }) => `${rule} (${reason})`).join(', ')
  return [html`<p class="muted">Not checked: ${rules}.</p>`]
}

function finding({ rule, severity, message, file, line, hint }: LintFinding): Part {
  const label = severity === 'error' ? statusLabel('fail', 'error') : statusLabel('unverified', 'warning')
  return html`<p>${label} <code>${rule}</code> <code>${file}:${line}</code><br>${message}<br><span class="muted">${hint}</span></p>`
}
