import { html } from 'hono/html'
import { isOfMain, type RunRow } from '../history/run-row.js'
import { formatSeconds } from '../render/duration.js'
import { output, type Part, section, statusLabel, table } from '../render/page-parts.js'
import { heatMap, rungShapes } from './heat-map.js'
import { renderLayout } from './layout.js'
import { levelChart } from './level-chart.js'
import type { Links } from './links.js'
import { resourceLines } from './resource-lines.js'
import { levelTag, lineOf, timeOf, verdictLabel, versionOf } from './run-words.js'
import { upgradeMatrix } from './upgrade-matrix.js'

const mostRuns = 50
const mostPictures = 12

export interface RecipePageOptions {
  readonly links: Links
  /** Where the site is reached from outside, with a slash at its end; without it no badge can be copied. */
  readonly baseUrl?: string | undefined
}

/** One recipe over all of its runs, which are given newest first and are at least one. */
export function renderRecipePage(
  recipe: string,
  runs: readonly RunRow[],
  { links, baseUrl }: RecipePageOptions,
): string {
  const main = runs.filter(isOfMain)
  const [current] = main
  const oldestFirst = main.toReversed()
  const matrix = upgradeMatrix(runs)
  const measured = resourceLines(oldestFirst)
  const content = [
    html`<h1>${recipe}</h1><p class="lead">${levelTag(current)} ${current === undefined ? '' : html`<span class="mono">${versionOf(current)}</span> <a href="${links.run(current.folder)}">run ${current.runId}</a> ${timeOf(current.finished)}`}</p>`,
    nextSection(current ?? runs[0], links),
    section('Level', [levelChart(oldestFirst, timeOf)]),
    section('Rungs over all runs', [heatMap(runs.toReversed())]),
    section('Runs', [runTable(runs, links)]),
    section('Screenshots', pictures(runs, links)),
    section('Upgrades', matrix === undefined ? [] : [matrix]),
    section('Measured', measured.length === 0 ? [] : [html`<div class="measures">${measured}</div>`]),
    section('Badge', [badge(recipe, links, baseUrl)]),
  ]
  return renderLayout({ title: recipe, links, feed: links.recipeFeed(recipe), content: html`${content}` })
}

function nextSection(row: RunRow | undefined, links: Links): Part {
  if (row?.next == null) return html``
  const title = row.verdict === 'error' ? 'Why the last run judged nothing' : 'Fix one thing'
  return section(title, [html`<p>${row.next} <a href="${links.run(row.folder)}">Run ${row.runId}</a></p>`], 'next')
}

function runTable(runs: readonly RunRow[], links: Links): Part {
  const rows = runs
    .slice(0, mostRuns)
    .map((row) => [
      html`<a class="open" href="${links.run(row.folder)}">${row.runId}</a>`,
      timeOf(row.finished),
      html`${lineOf(row)}${row.mode === 'quick' ? ', quick' : ''}`,
      html`<span class="mono">${row.base === null ? '' : `${row.base} → `}${versionOf(row)}</span>`,
      levelTag(row, { short: true }),
      rungShapes(row),
      verdictLabel(row),
      html`${formatSeconds(Math.max(0, row.finished - row.started))}`,
    ])
  const older = runs.length - mostRuns
  const list = table(
    'Table of runs',
    ['Run', 'Finished (UTC)', 'Of', 'Version', 'Level', 'Rungs', 'Verdict', 'Time'],
    rows,
  )
  return older > 0 ? html`${list}<p class="muted">${older} older runs are in the picture above.</p>` : list
}

function pictures(runs: readonly RunRow[], links: Links): Part[] {
  const shot = runs.filter(({ screenshot }) => screenshot !== null).slice(0, mostPictures)
  if (shot.length === 0) return []
  const figures = shot.map(
    (row) =>
      html`<figure><a href="${links.run(row.folder)}"><img class="thumbnail" src="${links.thumbnail(row.folder)}" alt="${versionOf(row)} in run ${row.runId}" width="192" height="120" loading="lazy"></a><figcaption><span class="mono">${versionOf(row)}</span><br>${timeOf(row.finished)}</figcaption></figure>`,
  )
  return [html`<div class="timeline">${figures}</div>`]
}

function badge(recipe: string, links: Links, baseUrl: string | undefined): Part {
  const picture = html`<p><img src="${links.badge(recipe)}" alt="Badge of ${recipe}" height="22"></p>`
  if (baseUrl === undefined)
    return html`${picture}<p>${statusLabel('skip', 'No address of this site is known')}: name it with <code>--base-url</code> to copy the badge.</p>`
  const plain = linksFromRoot(links, recipe)
  const name = recipe.replaceAll(/[[\]\\]/g, '')
  return html`${picture}${output('Markdown of the badge', `[![cc-ci level of ${name}](${baseUrl}${plain.badge})](${baseUrl}${plain.page})`)}<button class="copy" data-copy="Markdown of the badge" hidden>Copy</button>`
}

function linksFromRoot(links: Links, recipe: string): { badge: string; page: string } {
  const fromRoot = (link: string): string => link.replace(/^(\.\.\/)+/, '')
  return { badge: fromRoot(links.badge(recipe)), page: fromRoot(links.recipe(recipe)) }
}
