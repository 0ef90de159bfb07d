import type { LoopSummary } from '@cc-ci/watchdog'
import type { Paint } from '../progress/format-event.js'
import { fitText, padText, plainText } from './fit-text.js'
import { saySeconds, sayTime } from './say-seconds.js'

export interface LoopTable {
  readonly head: string
  readonly widths: readonly number[]
}

const titles = ['LOOP', 'STATE', 'SINCE', 'CTX', 'TOKENS', 'RESTARTS', 'NUDGES'] as const

/** Columns of the one line that each loop has; names get what a wide terminal has to spare. */
export function loopTable(columns: number): LoopTable {
  const fixed = [18, 11, 5, 7, 8, 7]
  const rest = columns - fixed.reduce((sum, width) => sum + width + 1, 0)
  const widths = [Math.min(31, Math.max(8, rest)), ...fixed]
  return { widths, head: fitText(row(titles, widths), columns) }
}

interface LoopLook {
  readonly columns: number
  readonly paint: Paint
  /** 3 tells all, 0 its one line. */
  readonly detail: number
}

export function drawLoop(loop: LoopSummary, { widths }: LoopTable, { columns, paint, detail }: LoopLook): string[] {
  const notes = notesOn(loop).filter(({ from }) => detail >= from)
  const colour = colourOf(loop.state)
  const line = fitText(row(cellsOf(loop), widths), columns)
  return [
    colour === undefined ? line : paint[colour](line),
    ...notes.map(({ label, text }) => fitText(`  ${label.padEnd(6)}${plainText(text)}`, columns)),
  ].map((each) => each.trimEnd())
}

function cellsOf({ name, state, age, contextPercent, outputTokens, left }: LoopSummary): readonly string[] {
  return [
    name,
    state,
    saySeconds(age),
    contextPercent === null ? '-' : `${Math.round(contextPercent)} %`,
    outputTokens === null ? '-' : sayAmount(outputTokens),
    `${Math.min(left.restarts.per30Minutes, left.restarts.allPer30Minutes)}/${left.restarts.perDay}`,
    `${left.nudges.perHour}/${left.nudges.perDay}`,
  ]
}

interface Note {
  /** The least detail at which it is told. */
  readonly from: number
  readonly label: string
  readonly text: string
}

function notesOn(loop: LoopSummary): readonly Note[] {
  const { evidence, next, limit, bars, blind, circuit } = loop
  const why = evidence.map(({ source, says, age }) => `${says} (${source}, ${saySeconds(age)} ago)`)
  return [
    { from: 1, label: 'why', texts: [why.join('; ')] },
    { from: 2, label: 'next', texts: [next === null ? '' : `${next.what} ${countDown(next.inSeconds, next.at)}`] },
    { from: 2, label: 'limit', texts: limit === null ? [] : [`${limit.kind}: ${sayEnd(limit)}`] },
    { from: 2, label: 'gate', texts: circuit.state === 'closed' ? [] : [`restarts are ${circuit.state}`] },
    { from: 3, label: 'not', texts: bars.map(({ forbids, because }) => `${words[forbids]}: ${because}`) },
    { from: 3, label: 'blind', texts: blind.map((each) => `${each.source}: ${each.why}`) },
    { from: 3, label: 'used', texts: [loop.windows.map(sayWindow).join('; ')] },
  ].flatMap(({ texts, ...note }) => texts.filter((text) => text !== '').map((text) => ({ ...note, text })))
}

const words = { everything: 'nothing', restart: 'no restart', nudge: 'no nudge' } as const

function sayEnd({ until, inSeconds }: NonNullable<LoopSummary['limit']>): string {
  return until === null || inSeconds === null ? 'nobody knows until when' : `ends ${countDown(inSeconds, until)}`
}

function sayWindow({ window, usedPercent, inSeconds }: LoopSummary['windows'][number]): string {
  return `${window} ${Math.round(usedPercent)} %, begins anew in ${saySeconds(inSeconds)}`
}

function countDown(inSeconds: number, at: number): string {
  return inSeconds > 0 ? `in ${saySeconds(inSeconds)} (${sayTime(at)})` : `now (since ${saySeconds(-inSeconds)})`
}

const calm = new Set<LoopSummary['state']>(['IDLE', 'BUSY'])
const waiting = new Set<LoopSummary['state']>([
  'OFF',
  'STARTING',
  'LIMITED',
  'RESTARTING',
  'HELD',
  'HALF_OPEN',
  'TORN_DOWN',
])

/** Only an accent: the word stands beside it. */
function colourOf(state: LoopSummary['state']): 'green' | 'yellow' | 'red' | undefined {
  if (calm.has(state)) return 'green'
  return waiting.has(state) ? 'yellow' : 'red'
}

function sayAmount(count: number): string {
  if (count < 10_000) return String(count)
  return count < 10_000_000 ? `${Math.round(count / 1000)} k` : `${Math.round(count / 1_000_000)} M`
}

function row(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => padText(fitText(cell, widths[column] ?? 0), widths[column] ?? 0))
    .join(' ')
    .trimEnd()
}
