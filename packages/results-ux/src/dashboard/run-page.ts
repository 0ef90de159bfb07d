import type { RunResult } from '@cc-ci/contracts/run-result'
import { html } from 'hono/html'
import { renderAltText } from '../render/alt-text.js'
import { formatSeconds } from '../render/duration.js'
import { runHeading, runSections, versionsOfTools } from '../render/page.js'
import { list, type Part, section, statusLabel } from '../render/page-parts.js'
import { levelSentence, rungTiers, rungViews } from '../render/run-view.js'
import { renderLayout } from './layout.js'
import type { Links } from './links.js'

export interface SiteRunPageOptions {
  readonly links: Links
  /** Name of the run’s folder. */
  readonly folder: string
  /** Sections that need more than the result, such as how it compares with the last run of main. */
  readonly more?: readonly Part[]
  /** Names of the logs that can be read. */
  readonly logs?: readonly string[]
  /** Files beside the result, relative to the folder. */
  readonly files?: readonly string[]
  /** Where the site is reached from outside, with a slash at its end. */
  readonly baseUrl?: string | undefined
}

/** The page of one run within the dashboard; pictures and files are linked, so that it stays small. */
export function renderSiteRunPage(
  result: RunResult,
  { links, folder, more = [], logs = [], files = [], baseUrl }: SiteRunPageOptions,
): string {
  const source = (file: string): string | undefined => links.file(folder, file)
  const extra = [...more, logSection(logs, links, folder)]
  const card = result.artefacts.card === null ? undefined : links.file(folder, result.artefacts.card)
  const content = html`<p><a href="${links.recipe(result.recipe)}">All runs of ${result.recipe}</a></p>${runHeading(result)}${rail(result)}${runSections(result, source, extra)}${fileSection(files, links, folder)}`
  return renderLayout({
    title: `${result.recipe}: ${levelSentence(result)} · run ${result.runId}`,
    links,
    feed: links.recipeFeed(result.recipe),
    ...(card !== undefined &&
      baseUrl !== undefined && {
        picture: { href: `${baseUrl}${card.replace(/^(\.\.\/)+/, '')}`, alt: renderAltText(result) },
      }),
    content,
    footer: versionsOfTools(result),
  })
}

/** The rungs in one line that stays in sight, each with its time and a link to its tests. */
function rail(result: RunResult): Part {
  const stages = result.stages.map(({ name }) => name)
  const stops = rungViews(result).map(({ rung, title, status, word, seconds }) => {
    const stage = rungTiers[rung].find((tier) => stages.includes(tier))
    const name = statusLabel(status, html`${title}<span class="hidden"> ${word}</span>`)
    const time = seconds > 0 ? html` <span class="muted">${formatSeconds(seconds)}</span>` : ''
    return stage === undefined
      ? html`<span>${name}${time}</span>`
      : html`<span><a href="#stage-${stage}">${name}</a>${time}</span>`
  })
  return html`<nav class="rail" aria-label="Rungs">${stops}</nav>`
}

function logSection(logs: readonly string[], links: Links, folder: string): Part {
  const items = logs.map((name) => html`<a href="${links.log(folder, name)}">${name}</a>`)
  return section('Logs', items.length === 0 ? [] : [list(items)])
}

function fileSection(files: readonly string[], links: Links, folder: string): Part {
  const items = files.flatMap((file) => {
    const href = links.file(folder, file)
    return href === undefined ? [] : [html`<a href="${href}">${file}</a>`]
  })
  return section(
    'All files',
    items.length === 0 ? [] : [html`<details><summary>${files.length} files</summary>${list(items)}</details>`],
  )
}
