import { levelWords } from '@cc-ci/contracts/ladder'
import type { RunResult } from '@cc-ci/contracts/run-result'
import type { RungComparison } from '../compare/compare-runs.js'
import { formatSeconds } from '../render/duration.js'
import {
  factBesideTime,
  isJudged,
  nextStep,
  notJudgedWords,
  type RungView,
  rungViews,
  versionsLine,
} from '../render/run-view.js'
import { detailsOfFailure, detailsOfRun } from './comment-details.js'
import { badgeOf, pictureOf, runLinks } from './comment-links.js'
import type { CommentOptions, Queued, Running } from './comment-options.js'
import { inline } from './markdown.js'
import { drawMarker, type Marker } from './marker.js'

/** What forges take as one comment; GitHub’s limit is 65,536. */
export const longestComment = 60_000

const defaultFlowers = ['🌻', '🌱', '🐝', '🍀', '🌾']

export function renderQueuedComment(queued: Queued, options: CommentOptions = {}): string {
  const { recipe, place, seconds, seq } = queued
  const about = seconds === undefined ? '' : `, about ${formatSeconds(seconds)}`
  return finish(queued, [`${flower(seq, options)} **${inline(recipe)}**: queued, place ${place}${about}.`])
}

export function renderRunningComment(running: Running, options: CommentOptions = {}): string {
  const { recipe, tier, step, of, seq } = running
  return finish(running, [`${flower(seq, options)} **${inline(recipe)}**: running ${tier} (${step} of ${of}).`])
}

/** The one comment of a pull request once its run has ended; green on main’s own level, it is three lines. */
export function renderComment(result: RunResult, options: CommentOptions = {}): string {
  if (!isJudged(result)) return finish(result, notJudged(result, options))
  const { main, links = {} } = options
  const heading = `### ${flower(result.seq, options)} ${headingOf(result, options)}`
  const { heading: step, text } = nextStep(result)
  const next = result.level === 5 && result.verdict === 'green' ? '' : `**${inline(step)}:** ${inline(text, 1_000)}`
  const sameAsMain = main !== undefined && main.before.level === result.level && !main.regressed
  if (result.verdict === 'green' && sameAsMain) return finish(result, [heading, next, footer(result, options)])
  return finish(result, [
    heading,
    badgeOf(result, links),
    next,
    pictureOf(result, links),
    rungTable(result, options),
    detailsOfFailure(result),
    detailsOfRun(result, options),
    footer(result, options),
  ])
}

function headingOf(result: RunResult, { main, previous }: CommentOptions): string {
  const quick = result.mode === 'quick' ? ', quick run' : ''
  const level = `${inline(result.recipe)}: level ${result.level} of 5, "${levelWords[result.level] ?? ''}"${quick}`
  const against = [
    ['main', main],
    ['before', previous],
  ] as const
  const compared = against.flatMap(([name, comparison]) => {
    const from = comparison?.before.level ?? null
    if (from === null) return []
    const difference = result.level - from
    return [`${name}: ${from}${difference === 0 ? '' : difference > 0 ? `, ▲${difference}` : `, ▼${-difference}`}`]
  })
  return compared.length === 0 ? level : `${level} (${compared.join('; ')})`
}

function notJudged(result: RunResult, options: CommentOptions): string[] {
  const { text } = nextStep(result)
  return [
    `### ${flower(result.seq, options)} ${inline(result.recipe)}: ${inline(notJudgedWords(result))}, nothing was found out about the recipe`,
    inline(text, 1_000),
    detailsOfFailure(result),
    footer(result, options),
  ]
}

const icons = {
  pass: '✅',
  notCounted: '✔️',
  fail: '❌',
  skip: '➖',
  unverified: '⚠️',
  flaky: '🔁',
  running: '⏳',
} as const

function rungTable(result: RunResult, { main }: CommentOptions): string {
  const against = new Map(main?.rungs.map((each) => [each.rung, each]))
  const rows = rungViews(result).map((view) => {
    const upgraded = view.rung === 'upgrade' && result.base.kind !== 'skip'
    const name = inline(upgraded ? `${view.title} ${versionsLine(result)}` : view.title)
    const compared = against.get(view.rung)
    return `| ${icons[view.status]} | ${name} | ${resultOf(view)} |${compared === undefined ? '' : ` ${emphasised(compared)} |`}`
  })
  const head =
    main === undefined ? ['| | Rung | Result |', '|--|--|--|'] : ['| | Rung | Result | vs main |', '|--|--|--|--|']
  return [...head, ...rows].join('\n')
}

function resultOf(view: RungView): string {
  const time = view.seconds > 0 ? formatSeconds(view.seconds) : ''
  const facts = [time, factBesideTime(view)].filter(Boolean).join(', ')
  return facts === '' ? view.word : `${view.word}: ${inline(facts)}`
}

function emphasised({ change, words }: RungComparison): string {
  return change === 'worse' ? `**${words}**` : words
}

function footer(result: RunResult, { links = {}, trigger = '!testme' }: CommentOptions): string {
  return [...runLinks(links), `run ${inline(result.runId)}`, `re-run: \`${trigger}\``].join(' · ')
}

function flower(seq: number, { flowers = defaultFlowers }: CommentOptions): string {
  // Mostly the first; another one now and then, the same each time the comment of a run is drawn.
  return (seq % 7 === 0 ? flowers[(seq / 7) % flowers.length] : flowers[0]) ?? ''
}

function finish(marker: Marker, blocks: readonly string[]): string {
  const text = [drawMarker(marker), ...blocks.filter(Boolean)].join('\n\n')
  if (text.length <= longestComment) return `${text}\n`
  // Details stand in closed blocks; to cut within one would leave it open.
  const kept = blocks.filter((block) => !block.startsWith('<details>'))
  return `${[drawMarker(marker), ...kept, 'The details were too long for a comment; they are in the report.'].join('\n\n').slice(0, longestComment)}\n`
}
