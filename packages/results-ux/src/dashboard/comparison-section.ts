import { html } from 'hono/html'
import type { RunComparison, RungChange } from '../compare/compare-runs.js'
import { levelWords } from '../compare/comparison-words.js'
import type { ShownStatus } from '../design/tokens.js'
import { list, type Part, section, statusLabel, table, text } from '../render/page-parts.js'

/** A run that the page’s run is compared with. */
export interface ComparedWith {
  /** Which run that is: "the last run of main". */
  readonly name: string
  readonly href: string
  readonly comparison: RunComparison
}

const shapes: Readonly<Record<RungChange, ShownStatus>> = {
  same: 'notCounted',
  better: 'pass',
  worse: 'fail',
  newlyCovered: 'pass',
  noLongerCovered: 'unverified',
  unknown: 'skip',
}

const words = { pass: 'passed', fail: 'FAILED', skip: 'not applicable', unverified: 'not verified' } as const

/** How a run compares with others; nothing at all when there is none to compare it with. */
export function comparisonSection(others: readonly ComparedWith[]): Part {
  return section('How it compares', others.map(comparedWith))
}

function comparedWith({ name, href, comparison }: ComparedWith): Part {
  const { before, rungs, notes } = comparison
  const rows = rungs.map(({ title, from, to, change, words: how }) => [
    ...[text(title), text(words[from]), text(words[to])],
    // What fails now is no gain, though nobody had tested it before.
    statusLabel(change === 'newlyCovered' && to === 'fail' ? 'fail' : shapes[change], how),
  ])
  return html`<h3>With ${name}: <a href="${href}">run ${before.runId}</a>, ${before.version}</h3>
<p>${levelWords(comparison)}${notes.map((note) => html` · ${note}`)}</p>
${table(`Rungs compared with ${name}`, ['Rung', 'Before', 'Now', 'Compared'], rows)}${findings(comparison)}`
}

function findings({ stores, measures, tests, lint }: RunComparison): Part {
  const items = [
    ...stores
      .filter((store) => !store.words.startsWith('same'))
      .map((store) => marked(store.regressed, `${store.store}: ${store.words}`)),
    ...measures.map(({ name, from, to, isWorse }) => marked(isWorse, `${name}: ${from} → ${to}`)),
    ...tests.broke.map((test) => marked(true, `fails now: ${test}`)),
    ...tests.mended.map((test) => marked(false, `passes now: ${test}`)),
    ...lint.appeared.map(({ rule, file, line, message }) => marked(true, `new: ${rule} ${file}:${line}: ${message}`)),
    ...lint.vanished.map(({ rule, file, line, message }) => marked(false, `gone: ${rule} ${file}:${line}: ${message}`)),
  ]
  return items.length === 0 ? html`` : list(items)
}

function marked(isWorse: boolean, words: string): Part {
  return html`${isWorse ? html`<strong>worse</strong>: ` : ''}${words}`
}
