import { type Block, drawBlocks } from './blocks.js'
import { type Dialog, drawDialog } from './dialogs.js'
import { ink, paint, widthOf, wrap } from './paint.js'

/** What goes on while the client is busy. */
export type Activity =
  | { readonly kind: 'thinking'; readonly seconds: number; readonly tokens: number }
  | {
      readonly kind: 'retry'
      readonly cause: string
      readonly seconds: number
      readonly attempt: number
      readonly of: number
    }

/** All that the screen shows. */
export interface ScreenView {
  readonly version: string
  readonly model: string
  readonly cwd: string
  readonly blocks: readonly Block[]
  readonly activity: Activity | undefined
  /** Which picture of the spinner. */
  readonly beat: number
  readonly draft: string
  readonly hint: string | undefined
  /** The time of the continuation, while one is promised. */
  readonly armed: string | undefined
  readonly statusLine: readonly string[]
  readonly permissionMode: string
  readonly busy: boolean
  /** Before the first turn is over. */
  readonly fresh: boolean
  readonly diskFull: boolean
  readonly dialog: Dialog | undefined
}

export interface Size {
  readonly columns: number
  readonly rows: number
}

const spinner = ['·', '✢', '✳', '✶', '✻', '✽']
const noBreakSpace = '\u00a0'

/** The rows of the screen from the top, each with its colours and at most as wide as the terminal. */
export function drawFrame(view: ScreenView, size: Size): readonly string[] {
  const { columns, rows } = size
  if (view.dialog?.place === 'screen') return ['', ...drawDialog(view.dialog, columns)]
  const content = [...drawBanner(view), ...drawBlocks(view.blocks, columns)]
  const bottom = drawBottom(view, columns)
  if (view.dialog?.place === 'below') content.push('', ...bottom)
  const below = view.dialog?.place === 'below' ? [] : bottom
  const room = Math.max(0, rows - below.length)
  const shown = content.slice(-room)
  return [...shown, ...Array<string>(Math.max(0, room - shown.length)).fill(''), ...below]
}

function drawBanner({ version, model, cwd }: ScreenView): readonly string[] {
  const logo = (text: string) => paint(text, ink.accent)
  return [
    '',
    `${logo(' ▐▛███▛█ ')}  ${paint('Claude Code', ink.bold)} ${paint(`v${version}`, ink.dim)}`,
    `${logo('▝▜██████▀')}  ${paint(`${model} · API Usage Billing`, ink.dim)}`,
    `${logo(' ▝▝   ▝▝ ')}  ${paint(cwd, ink.dim)}`,
    '',
  ]
}

function drawBottom(view: ScreenView, columns: number): readonly string[] {
  if (view.dialog !== undefined) return drawDialog(view.dialog, columns)
  const rule = paint('─'.repeat(columns), ink.rule)
  const effort = '◐ medium · /effort'
  return [
    ...(view.activity === undefined ? [] : [drawActivity(view.activity, view.beat)]),
    view.fresh ? `${' '.repeat(Math.max(0, columns - widthOf(effort) - 2))}${paint(effort, ink.dim)}` : '',
    rule,
    ...drawComposer(view, columns),
    rule,
    ...drawWarnings(view),
    ...view.statusLine.map((line) => `  ${paint(line, ink.dim)}`),
    drawFooter(view),
  ]
}

function drawActivity(activity: Activity, beat: number): string {
  if (activity.kind === 'retry') {
    const { cause, seconds, attempt, of } = activity
    return `${paint(`✻ ${cause}`, ink.alarm)}${paint(` · retrying in ${seconds}s · attempt ${attempt}/${of}`, ink.dim)}`
  }
  const picture = spinner[beat % spinner.length] ?? '·'
  const { seconds, tokens } = activity
  return `${paint(`${picture} Pretending…`, ink.accent)} ${paint(`(${seconds}s · ↓ ${tokens} tokens)`, ink.dim)}`
}

function drawComposer({ draft, hint }: ScreenView, columns: number): readonly string[] {
  const prompt = `❯${noBreakSpace}`
  if (draft !== '') {
    const lines = wrap(draft, columns - 4).map((line, index) => (index === 0 ? `${prompt}${line}` : `  ${line}`))
    return [...lines.slice(0, -1), `${lines.at(-1)}${paint(' ', '7')}`]
  }
  const [first = ' ', ...rest] = [...(hint ?? ' ')]
  return [`${prompt}${paint(first, '7')}${rest.length === 0 ? '' : paint(rest.join(''), '2')}`]
}

function drawWarnings({ armed, diskFull }: ScreenView): readonly string[] {
  const full = diskFull ? [paint('  ⚠ Transcript writes are failing (disk full — ENOSPC)', ink.alarm)] : []
  if (armed === undefined) return full
  return [
    ...full,
    paint(`  ⚠ Usage limit reached · limit resets ${armed}`, ink.text),
    paint(`    Continuing automatically at ${armed} · Esc to cancel`, ink.text),
  ]
}

const modeNames: Readonly<Record<string, string>> = {
  bypassPermissions: '⏵⏵ bypass permissions on',
  acceptEdits: '⏵⏵ accept edits on',
  auto: '⏵⏵ auto mode on',
  plan: '⏸ plan mode on',
}

function drawFooter({ permissionMode, busy, fresh }: ScreenView): string {
  const name = modeNames[permissionMode]
  const parts = [
    name === undefined ? '? for shortcuts' : `${name} (shift+tab to cycle)`,
    ...(busy ? ['esc to interrupt'] : []),
    ...(fresh ? ['← for agents'] : []),
  ]
  return `  ${paint(parts.join(' · '), ink.alarm)}`
}
