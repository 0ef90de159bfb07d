import type { ItemDetails, PhaseDetails } from '@cc-ci/loop-launcher'
import { formatRemote } from './format-publication.js'
import { formatTable } from './format-table.js'

/** One phase for people: items, findings, and what holds it up. */
export function formatPhase(
  phase: PhaseDetails,
  { width, now }: { readonly width: number; readonly now: Date },
): string {
  const { findings, judgement, notices, remote, veto } = phase
  const open = findings.filter(({ state }) => state === 'open')
  const whole = judgement.broken.filter(({ rule }) => rule !== 'vetoed' && rule !== 'open-finding')
  const parts = [
    `Phase ${phase.id}: ${phase.title} (${phase.file})`,
    headline(phase),
    ...(veto === undefined ? [] : [`VETO: ${veto}`]),
    formatTable([['ITEM', 'CLAIMED', 'VERDICT', 'IN THE WAY'], ...phase.items.map((item) => rowOf(item, now))], width),
    ...(open.length === 0
      ? []
      : [formatTable([['OPEN', 'ITEM', 'FINDING'], ...open.map(({ id, item, text }) => [id, item, text])], width)]),
    ...whole.map(({ rule, detail }) => `${rule}: ${detail}`),
    ...notices,
    ...[formatRemote(remote)].filter((text) => text !== undefined),
  ]
  return parts.join('\n\n')
}

function headline({ declared, judgement, items }: PhaseDetails): string {
  if (declared.done) return 'It is done.'
  if (judgement.done) return 'Every item is proven: cc-ci phase done writes it down.'
  const proven = items.filter(({ broken }) => broken.length === 0).length
  const because = declared.because === undefined ? '' : ` Its ## DONE does not count: ${declared.because}.`
  return `It is not done: ${proven} of ${items.length} items are proven.${because}`
}

function rowOf({ item, claim, review, broken }: ItemDetails, now: Date): string[] {
  return [
    item,
    claim === undefined ? '-' : ageOf(claim.claimedAt, now),
    review === undefined ? '-' : `${review.verdict} ${ageOf(review.verifiedAt, now)}`,
    broken.length === 0 ? 'nothing' : broken.map(({ rule }) => rule).join(', '),
  ]
}

function ageOf(time: string, now: Date): string {
  const minutes = Math.round((now.getTime() - Date.parse(time)) / 60_000)
  if (Number.isNaN(minutes)) return '?'
  if (Math.abs(minutes) < 90) return `${minutes} min ago`
  return Math.abs(minutes) < 48 * 60 ? `${Math.round(minutes / 60)} h ago` : `${Math.round(minutes / 1440)} days ago`
}
