import type { RunResult } from '@cc-ci/contracts/run-result'
import { desaturate } from '../design/colour.js'
import { noLevel, paintOf, running } from '../design/tokens.js'
import { staleAfterDays } from '../render/badge.js'
import { earnedWord, isJudged, notJudgedWords } from '../render/run-view.js'

/** What the Shields endpoint takes; it refuses any other key: shields.io/badges/endpoint-badge */
interface ShieldsBadge {
  readonly schemaVersion: 1
  readonly label: string
  readonly message: string
  readonly color: string
}

/** The badge of a finished run for a Shields server, which draws it itself; old ones tell their age. `now` in epoch seconds. */
export function renderShields(result: RunResult, { now }: { readonly now: number }): string {
  if (!isJudged(result)) return draw(notJudgedWords(result), noLevel.fill)
  const retried = result.stages.some(({ tests }) => tests.some(({ flaky }) => flaky))
  const days = Math.floor((now - result.finished) / 86_400)
  const stale = days > staleAfterDays
  const { fill } = paintOf(result.level)
  const words = stale ? `${days} d` : earnedWord(result)
  return draw(`L${result.level}${retried ? '~' : ''} · ${words}`, stale ? desaturate(fill) : fill)
}

/** The badge of a recipe without a finished run. */
export function renderShieldsState(state: 'running' | 'not tested'): string {
  return draw(state, state === 'running' ? running.fill : noLevel.fill)
}

function draw(message: string, fill: string): string {
  const badge: ShieldsBadge = { schemaVersion: 1, label: 'cc-ci', message, color: fill.slice(1) }
  return `${JSON.stringify(badge)}\n`
}
