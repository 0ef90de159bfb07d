import type { ItemDetails, PhaseDetails } from '@cc-ci/loop-launcher'
import { hang } from '../terminal/wrap-words.js'
import { formatRemote } from './format-publication.js'
import { formatTable } from './format-table.js'

interface Look {
  readonly width: number
  readonly now: Date
}

/** One phase in short: a line for each item, and what holds it up. */
export function formatPhase(phase: PhaseDetails, look: Look): string {
  const rows = phase.items.map((item) => [item.item, ...wordsOf(item, look.now), firstRule(item), item.title])
  return [heading(phase), formatTable([['ITEM', 'CLAIMED', 'VERDICT', 'IN THE WAY', 'TITLE'], ...rows], look.width)]
    .concat(closing(phase, look.width))
    .join('\n\n')
}

/** One phase with all that the adversary needs to prove its items. */
export function formatPhaseInFull(phase: PhaseDetails, look: Look): string {
  return [heading(phase), ...phase.items.map((item) => formatItem(item, look)), ...closing(phase, look.width)].join(
    '\n\n',
  )
}

function heading(phase: PhaseDetails): string {
  return `Phase ${phase.id}: ${phase.title} (${phase.file})\n${headline(phase)}`
}

function headline({ declared, judgement, items }: PhaseDetails): string {
  if (declared.done) return 'It is done.'
  if (judgement.done) return 'Every item is proven: cc-ci phase done writes it down.'
  const proven = items.filter(({ broken }) => broken.length === 0).length
  const because = declared.because === undefined ? '' : ` Its ## DONE does not count: ${declared.because}.`
  return `It is not done: ${proven} of ${items.length} items are proven.${because}`
}

function closing({ findings, judgement, notices, remote, veto }: PhaseDetails, width: number): string[] {
  const open = findings.filter(({ state }) => state === 'open')
  const rows = open.map(({ id, item, text }) => [id, item, text])
  const whole = judgement.broken.filter(({ rule }) => rule !== 'vetoed' && rule !== 'open-finding')
  return [
    ...(veto === undefined ? [] : [hang('VETO  ', veto, width)]),
    ...(open.length === 0 ? [] : [formatTable([['OPEN', 'ITEM', 'FINDING'], ...rows], width)]),
    ...whole.map(({ rule, detail }) => `${rule}: ${detail}`),
    ...notices,
    ...[formatRemote(remote)].filter((text) => text !== undefined),
  ]
}

function formatItem(item: ItemDetails, { width, now }: Look): string {
  const [claimed, verdict] = wordsOf(item, now)
  const { claim, review } = item
  const lines: [string, string][] = [
    ['claimed', claim === undefined ? 'no' : `${claimed}, at ${claim.commit.slice(0, 12)}`],
  ]
  if (claim !== undefined) lines.push(['how', claim.how], ['expected', claim.expected], ['where', claim.where])
  lines.push([
    'verdict',
    review === undefined ? 'none' : `${verdict}, at ${review.commit.slice(0, 12)}: ${review.command}`,
  ])
  const broken = item.broken.map(({ rule, detail }) => `${rule} (${detail})`).join(', ')
  lines.push(['in the way', broken === '' ? 'nothing' : broken])
  return [
    hang(`${item.item}  `, item.title, width),
    ...lines.map(([name, text]) => hang(`  ${name.padEnd(12)}`, text, width)),
  ].join('\n')
}

function wordsOf({ claim, review }: ItemDetails, now: Date): [string, string] {
  return [
    claim === undefined ? '-' : ageOf(claim.claimedAt, now),
    review === undefined ? '-' : `${review.verdict} ${ageOf(review.verifiedAt, now)}`,
  ]
}

function firstRule({ broken }: ItemDetails): string {
  const [first, ...more] = broken
  if (first === undefined) return 'nothing'
  return more.length === 0 ? first.rule : `${first.rule} +${more.length}`
}

function ageOf(time: string, now: Date): string {
  const minutes = Math.round((now.getTime() - Date.parse(time)) / 60_000)
  if (Number.isNaN(minutes)) return '?'
  if (Math.abs(minutes) < 90) return `${minutes} min ago`
  return Math.abs(minutes) < 48 * 60 ? `${Math.round(minutes / 60)} h ago` : `${Math.round(minutes / 1440)} days ago`
}
