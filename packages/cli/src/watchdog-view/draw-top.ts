import type { Paint } from '../progress/format-event.js'
import { drawLoop, loopTable } from './draw-loop.js'
import { fitText, plainText } from './fit-text.js'
import { sayInstant, saySeconds, sayTime } from './say-seconds.js'
import type { TopView } from './view-top.js'

export interface Sheet {
  readonly columns: number
  /** Lines that fit; Infinity for a frame that is printed once. */
  readonly rows: number
  readonly paint: Paint
}

/** One frame. Loops lose detail before any of them is left out, and never is a line wider than the sheet. */
export function drawTop(view: TopView, { columns, rows, paint }: Sheet): readonly string[] {
  const head = [...drawHead(view, { columns, paint }), '']
  const foot = ['', ...drawFoot(view, { columns, rows, paint })]
  // The table has a title, and a full last row would make a terminal scroll.
  const room = Math.max(1, rows - head.length - foot.length - 2)
  const table = loopTable(columns)
  for (const detail of [3, 2, 1, 0]) {
    const loops = view.loops.map((loop) => drawLoop(loop, table, { columns, paint, detail }))
    if (detail > 0 && loops.flat().length > room) continue
    return [...head, paint.bold(table.head), ...shorten(loops.flat(), { room, columns }), ...foot]
  }
  return head
}

type Look = Pick<Sheet, 'columns' | 'paint'>

function drawHead({ at, workspace, watchdog, phase, damage }: TopView, { columns, paint }: Look): readonly string[] {
  const fit = (text: string) => fitText(plainText(text), columns)
  const beat = fit(sayWatchdog(watchdog))
  return [
    paint.bold(fit(`${sayInstant(at)}  ${workspace}`)),
    watchdog.state === 'alive' ? beat : paint.red(beat),
    ...(phase === null ? [] : [fit(sayPhase(phase))]),
    ...damage.map(({ file, what }) => paint.red(fit(`damaged: ${file} ${what}`))),
  ]
}

function sayWatchdog({ state, epoch, heartbeatAge }: TopView['watchdog']): string {
  if (state === 'never') return 'NO WATCHDOG has run here yet; start it: cc-ci watchdog run'
  const age = saySeconds(heartbeatAge ?? 0)
  if (state === 'stale') return `WATCHDOG STALE: no heartbeat for ${age} (epoch ${epoch}); what follows is as old`
  return `watchdog alive, heartbeat ${age} ago, epoch ${epoch ?? 'unknown'}`
}

const marks = { PASS: '✓', FAIL: '✗', VETO: '✗', unknown: '?' } as const

function sayPhase({ id, title, items }: NonNullable<TopView['phase']>): string {
  const passed = items.filter(({ verdict }) => verdict === 'PASS').length
  const ticks = items.map(
    (item) => `${item.verdict === null ? (item.claimed ? '○' : '·') : marks[item.verdict]}${item.id}`,
  )
  return `phase ${id}, ${title}: ${passed} of ${items.length} passed: ${ticks.join(' ')}`
}

const legend = [
  'RESTARTS and NUDGES that are left: in 30 min/24 h, in 1 h/24 h',
  'items: ✓ passed, ✗ failed, ○ claimed, · open',
]

function drawFoot({ alerts, done, at }: TopView, { columns, rows, paint }: Sheet): readonly string[] {
  const fit = (text: string) => fitText(plainText(text), columns)
  return [
    ...(alerts.length === 0 ? [] : [paint.yellow(fit(`told and not over: ${alerts.join(', ')}`))]),
    ...(done === 'open'
      ? []
      : [fit(done === 'seen' ? 'DONE was read once and must be read again' : 'torn down: done')]),
    ...(rows < 20 ? [] : legend).map((line) => paint.dim(fit(line))),
    paint.dim(fit(`why: cc-ci loop explain <loop> ${sayTime(at)}; q ends`)),
  ]
}

function shorten(
  lines: readonly string[],
  { room, columns }: { readonly room: number; readonly columns: number },
): readonly string[] {
  if (lines.length <= room) return lines
  return [
    ...lines.slice(0, room - 1),
    fitText(`… ${lines.length - room + 1} more; they need a taller terminal`, columns),
  ]
}
