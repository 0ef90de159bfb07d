import { html } from 'hono/html'
import type { RunRow } from '../history/run-row.js'
import { type Part, statusLabel, table, text } from '../render/page-parts.js'
import { versionOf } from './run-words.js'

const most = 6

const words = { pass: 'passed', fail: 'FAILED', skip: 'not applicable', unverified: 'not verified' } as const

/** Which version was upgraded to which, and how that ended the last time. `runs` newest first. */
export function upgradeMatrix(runs: readonly RunRow[]): Part | undefined {
  const upgrades = runs.filter(({ base, verdict }) => base !== null && verdict !== 'error')
  const heads = distinct(upgrades.map(versionOf))
  const bases = distinct(upgrades.flatMap(({ base }) => base ?? []))
  if (heads.length === 0) return undefined
  const rows = bases.map((base) => [
    text(base),
    ...heads.map((head) => {
      const newest = upgrades.find((row) => row.base === base && versionOf(row) === head)
      if (newest === undefined) return html`<span class="muted">not tried</span>`
      const { status } = newest.rungs.upgrade
      return statusLabel(status, words[status])
    }),
  ])
  return table('Upgrades by version', ['From ↓ to →', ...heads], rows)
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].slice(0, most)
}
