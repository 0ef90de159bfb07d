import type { Judgement } from '@cc-ci/watchdog'
import { hang } from '../terminal/wrap-words.js'

/** Evidence that people are shown; --json has all. */
const shownEvidence = 6

/** One line per file, and below it what needs more words. */
export function formatJudgements(files: readonly Judgement[], width: number): string {
  const rows = files.map(({ file, kind, state, turn }) => [shorten(file, 34), kind, state, turn ?? ''])
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)))
  return files
    .flatMap((each, index) => {
      const cells = rows[index]?.map((cell, column) => cell.padEnd(widths[column] ?? 0)) ?? []
      return [cells.join('  ').trimEnd(), ...details(each).map((text) => hang('    ', text, width))]
    })
    .join('\n')
}

function details(judged: Judgement): readonly string[] {
  const { composer, dialog, retry, limit, error, usage, owners, mayType, evidence } = judged
  const facts = [
    composer === null ? '' : `composer ${composer}`,
    dialog === null ? '' : `dialog ${dialog.kind}${dialog.cursor === null ? '' : ` at "${dialog.cursor}"`}`,
    retry === null ? '' : `retry ${retry.attempt} of ${retry.max}`,
    limit === null ? '' : describeLimit(limit),
    error === null ? '' : `error ${error.class}, ${error.streak} in a row`,
    usage === null ? '' : `${usage.output} tokens written, ${usage.input + usage.cacheRead + usage.cacheWrite} read`,
    mayType === false ? 'nothing may be typed' : '',
  ].filter((text) => text !== '')
  const living = owners.filter(({ alive }) => alive === true).length
  const more = evidence.length - shownEvidence
  return [
    ...(facts.length === 0 ? [] : [facts.join(', ')]),
    ...(owners.length === 0 ? [] : [`owners named: ${owners.length}, known to live: ${living}`]),
    ...evidence.slice(0, shownEvidence).map(({ line, why }) => (line === 0 ? why : `line ${line}: ${why}`)),
    ...(more > 0 ? [`and ${more} more; --json has all`] : []),
  ]
}

function describeLimit({ kind, until, armed }: NonNullable<Judgement['limit']>): string {
  const end = until === null ? 'until nobody knows when' : `until ${new Date(until * 1000).toISOString()}`
  return `limit ${kind} ${end}${armed ? ', goes on by itself' : ''}`
}

/** The end of a path tells files apart. */
function shorten(file: string, longest: number): string {
  return file.length <= longest ? file : `…${file.slice(1 - longest)}`
}
