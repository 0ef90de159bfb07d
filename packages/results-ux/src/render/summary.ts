import { firstBlockedRung } from '@cc-ci/contracts/ladder'
import type { RunResult, StoreRecord } from '@cc-ci/contracts/run-result'
import type { ShownStatus } from '../design/tokens.js'
import { cleanTexts } from './clean-texts.js'
import { dependencyWords } from './dependency-words.js'
import { formatSeconds } from './duration.js'
import { failingTests } from './failing-tests.js'
import { needsNote, storeView } from './ledger-view.js'
import {
  factBesideTime,
  isJudged,
  levelSentence,
  nextStep,
  rungTitles,
  rungViews,
  statusesOf,
  versionsLine,
} from './run-view.js'
import { cutLine, wrapCommand, wrapText } from './wrap-text.js'

export interface SummaryOptions {
  readonly colour: boolean
  /** Columns of the terminal; never more than 80 are used. */
  readonly width?: number
  /** Where the run's files lie; shown before their names. */
  readonly folder?: string
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'magenta' | 'cyan'
type Paint = (style: Style, text: string) => string

const codes: Readonly<Record<Style, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  magenta: 35,
  cyan: 36,
}

const shapes: Readonly<Record<ShownStatus, readonly [string, Style]>> = {
  pass: ['●', 'green'],
  notCounted: ['○', 'dim'],
  fail: ['■', 'red'],
  skip: ['◌', 'dim'],
  unverified: ['▲', 'yellow'],
  flaky: ['◐', 'magenta'],
  running: ['◔', 'cyan'],
}

const verdictStyles = { green: 'green', red: 'red', error: 'yellow' } as const
const logLines = 20
/** Where a rung's fact begins: after shape, title, word and time. */
const factColumn = 54

/** What a terminal shows when a run is over; control characters in what the app or recipe said are taken out. */
export function renderSummary(told: RunResult, options: SummaryOptions): string {
  const result = cleanTexts(told)
  const width = Math.min(80, options.width ?? 80)
  const escapeCharacter = String.fromCharCode(27)
  const paint: Paint = (style, text) =>
    options.colour ? `${escapeCharacter}[${codes[style]}m${text}${escapeCharacter}[0m` : text
  const blocks = [
    title(result, paint, width),
    rungs(result, paint, width),
    failure(result, paint, width),
    dependencies(result.dependencies, paint, width),
    ledger(result.data, paint, width),
    warnings(result, paint, width),
    conclusion(result, paint, width),
    artefacts(result, options.folder, width),
  ]
  const text = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return `${text.join('\n\n')}\n`
}

function title(result: RunResult, paint: Paint, width: number): string[] {
  const subject = [result.recipe, result.pr === null ? '' : `PR #${result.pr}`, versionsLine(result)]
  const verdict = paint(verdictStyles[result.verdict], result.verdict.toUpperCase())
  return [
    paint('bold', cutLine(subject.filter(Boolean).join('  '), width)),
    `${verdict}  ${levelSentence(result)}  ${paint('dim', `${formatSeconds(result.finished - result.started)}, run ${cutLine(result.runId, 24)}`)}`,
  ]
}

function rungs(result: RunResult, paint: Paint, width: number): string[] {
  return rungViews(result).flatMap((view) => {
    const { title: name, status, word, seconds } = view
    const [shape, style] = shapes[status]
    const time = seconds > 0 ? formatSeconds(seconds) : ''
    const columns = `${name.padEnd(16)}  ${word.padEnd(19)}  ${time.padStart(9)}`
    const [first = '', ...more] = indented(factBesideTime(view), 0, width - factColumn)
    const shown = (text: string): string => (status === 'fail' ? paint('red', text) : text)
    return [
      `  ${paint(style, shape)} ${columns}  ${shown(first)}`.trimEnd(),
      ...more.map((line) => ' '.repeat(factColumn) + shown(line)),
    ]
  })
}

function failure(result: RunResult, paint: Paint, width: number): string[] {
  const { fault, diagnosis } = result
  const told = diagnosis?.paragraph ?? fault?.evidence ?? ''
  const tests = failingTests(result).flatMap(({ stage, test }) => [
    `  ${paint('red', '■')} ${cutLine(`${stage}: ${test.name}`, width - 4)}`,
    ...(test.message === null || told.includes(test.message) ? [] : indented(test.message, 6, width)),
  ])
  const heading = result.stopped === null ? 'Failed' : `Stopped: ${result.stopped}`
  const why = indented(told, 2, width)
  if (fault === null) return tests.length + why.length === 0 ? [] : [paint('bold', heading), ...why, ...tests]
  const logs = fault.logs.slice(-logLines).map((line) => `  │ ${cutLine(line, width - 4)}`)
  const where = fault.service === null ? '' : `, service ${fault.service}`
  return [
    paint('bold', cutLine(`Failed: ${fault.class} fault ${fault.code}${where}`, width)),
    ...why,
    ...howItEnded(fault).flatMap((text) => indented(text, 2, width)),
    ...tests,
    ...(logs.length === 0 ? [] : [cutLine(`  last ${logs.length} log lines${where}:`, width), ...logs]),
  ]
}

function howItEnded({ task, exitCode, oomKilled }: NonNullable<RunResult['fault']>): string[] {
  const facts = [
    task === null ? '' : `task ${task.slice(0, 12)}`,
    exitCode === null ? '' : `exit code ${exitCode}`,
    oomKilled === true ? 'killed for want of memory' : '',
  ].filter(Boolean)
  return facts.length === 0 ? [] : [facts.join(', ')]
}

function dependencies(records: RunResult['dependencies'], paint: Paint, width: number): string[] {
  if (records.length === 0) return []
  return [
    paint('bold', '  Dependencies'),
    ...records.flatMap((record) => {
      const lines = indented(dependencyWords(record), 2, width)
      return record.status === 'ready' && record.proven ? lines : lines.map((line) => paint('red', line))
    }),
  ]
}

function ledger(data: readonly StoreRecord[], paint: Paint, width: number): string[] {
  if (data.length === 0) return []
  const header = `  ${'Data'.padEnd(26)} ${' seeded'} ${'upgrade'} ${'restore'}  backup`
  return [
    paint('bold', header),
    ...data.map((record) => {
      const view = storeView(record)
      const counts = [view.seeded, view.afterUpgrade, view.afterRestore].map((count) => count.padStart(7)).join(' ')
      const line = cutLine(`  ${cutLine(view.store, 26).padEnd(26)} ${counts}  ${view.backup}`, width)
      return view.lostInUpgrade || view.lostInRestore || record.damage !== undefined ? paint('red', line) : line
    }),
    ...data.filter(needsNote).flatMap((record) => {
      const lines = indented(`${record.store}: ${storeView(record).note ?? ''}`, 4, width)
      return lines.map((line) => paint('dim', line))
    }),
  ]
}

function warnings(result: RunResult, paint: Paint, width: number): string[] {
  const { lint, notes, skips, leftovers, flags, customization } = result
  const findings = [...lint.errors, ...lint.warnings].map(
    ({ severity, rule, file, line, message }) => `lint ${severity} ${rule} ${file}:${line}: ${message}`,
  )
  const texts = [
    ...findings,
    ...notes,
    ...(flags.no_secret_leak ? [] : ['a secret value was found in what the run wrote; it was taken out']),
    ...leftovers.map((left) => `not removed: ${left}`),
    ...skips.stale.map((rung) => `declared as not applicable, but it ran: ${rung}`),
    ...customization.notRun.map(({ file, reason }) => `not run: ${file} (${reason.replace(/^not run: /, '')})`),
    ...(needsApproval(result) ? [`to let code of the recipe run here: cc-ci recipe approve ${result.recipe}`] : []),
  ]
  return texts.flatMap((text) =>
    indented(text, 4, width).map((line, row) => (row === 0 ? `  ${paint('yellow', '!')} ${line.slice(4)}` : line)),
  )
}

const needsApproval = ({ customization }: RunResult): boolean =>
  customization.notRun.some(({ reason }) => reason.endsWith('not approved'))

function conclusion(result: RunResult, paint: Paint, width: number): string[] {
  const blocker = isJudged(result) ? firstBlockedRung(statusesOf(result)) : undefined
  const fact = blocker && result.rungs[blocker].fact
  const { heading, text } = nextStep(result)
  // What happened, and what the fact is, stands above already.
  const step = `${heading}: ${isJudged(result) ? text.replace(` (now: ${fact})`, '') : (result.fault?.hint ?? 'run it again')}`
  return [
    ...(blocker === undefined ? [] : indented(`Not higher because of ${rungTitles[blocker]}: ${fact}`, 0, width)),
    ...indented(step, 0, width).map((line) => paint('bold', line)),
    ...(result.reproduce === ''
      ? []
      : ['Reproduce:', ...wrapCommand(result.reproduce, width - 2).map((line) => `  ${line}`)]),
  ]
}

function artefacts({ artefacts: files }: RunResult, folder: string | undefined, width: number): string[] {
  const { page, card, screenshot, screenshotReason, junit, log } = files
  const shown = Object.entries({ page, card, shot: screenshot, junit, log }).filter(([, path]) => path !== null)
  const prefix = folder === undefined ? '' : `${folder.replace(/\/+$/, '')}/`
  const lines = shown.map(([name, path]) => `  ${name.padEnd(6)} ${prefix}${path}`)
  if (screenshot !== null || screenshotReason === null) return lines
  return [...lines, cutLine(`  no screenshot: ${screenshotReason}`, width)]
}

function indented(text: string, indent: number, width: number): string[] {
  return wrapText(text, width - indent).map((line) => cutLine(' '.repeat(indent) + line, width))
}
