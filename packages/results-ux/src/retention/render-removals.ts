import { formatMegabytes } from '../render/duration.js'
import { withoutControls } from '../render/escape-xml.js'
import { type CutKind, cutKinds } from './file-kinds.js'
import type { Removal, RetentionPlan } from './plan-retention.js'

const mostRows = 40
const daySeconds = 86_400

/** What a plan removes as a table of at most 80 columns, and what is left; `now` in epoch seconds. */
export function renderRemovals(plan: RetentionPlan, { now, isDone }: { now: number; isDone: boolean }): string {
  const { removals, before, after, over, heldOver } = plan
  const shown = removals.slice(0, mostRows)
  const more = removals.length - shown.length
  const verb = isDone ? 'freed' : 'to be freed'
  const files = removals.reduce((sum, removal) => sum + removal.files.length, 0)
  return [
    ...(shown.length === 0 ? [] : [line('run', 'recipe', 'age', 'frees', 'why: what')]),
    ...shown.map((removal) => rowOf(removal, now)),
    ...(more > 0 ? [`… and ${more} more`] : []),
    ...(shown.length === 0 ? [] : ['']),
    `${inMb(before - after)} of ${inMb(before)} ${verb}: ${count(files, 'file')} of ${count(removals.length, 'run')}`,
    ...(over > 0 ? [`Still ${inMb(over)} over the total budget: nothing more may be removed.`] : []),
    ...heldOver.map(({ row, bytes, held }) => `Run ${oneLine(row.runId)} has ${inMb(bytes)} and keeps them: ${held}.`),
  ].join('\n')
}

/** The line that a run folder gets in `pruned.txt`: when, how much, of what, and why. */
export function renderPrunedNote({ files, bytes }: Removal, now: number): string {
  const day = new Date(now * 1000).toISOString().slice(0, 10)
  return `${day}: ${count(files.length, 'file')}, ${inMb(bytes)}: ${kindsOf(files).join(', ')} (${reasonsOf(files).join(', ')})\n`
}

function rowOf({ row, files, bytes }: Removal, now: number): string {
  const age = `${Math.floor((now - row.finished) / daySeconds)} d`
  return line(oneLine(row.runId), oneLine(row.recipe), age, inMb(bytes), shortly(files))
}

const line = (run: string, recipe: string, age: string, frees: string, what: string): string =>
  `${cut(run, 8)} ${cut(recipe, 18)} ${age.padStart(6)} ${frees.padStart(8)}  ${cut(what, 35)}`.trimEnd()

const oneLine = (text: string): string => withoutControls(text).replaceAll(/\s+/g, ' ')

const cut = (text: string, width: number): string =>
  (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width)

const shortKinds: Readonly<Record<CutKind, string>> = {
  'logs of a green run': 'logs',
  'earlier screenshots': 'screenshots',
  bundle: 'bundle',
  logs: 'logs',
  'renderings and newest screenshot': 'page',
}

const shortly = (files: Removal['files']): string =>
  `${reasonsOf(files).join(', ').replaceAll(' budget', '')}: ${kindsOf(files)
    .map((kind) => shortKinds[kind])
    .join(', ')}`

const kindsOf = (files: Removal['files']): CutKind[] =>
  cutKinds.filter((kind) => files.some((file) => file.kind === kind))

const reasonsOf = (files: Removal['files']): string[] => [...new Set(files.map(({ reason }) => reason))]

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

const inMb = (bytes: number): string => (bytes === 0 ? '0 MB' : formatMegabytes(bytes / 1024 ** 2))
