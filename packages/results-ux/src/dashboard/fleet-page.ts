import { levelWords } from '@cc-ci/contracts/ladder'
import { html, raw } from 'hono/html'
import type { ShownStatus } from '../design/tokens.js'
import type { FleetEntry } from '../history/history.js'
import { formatAge } from '../render/duration.js'
import { type Part, statusLabel } from '../render/page-parts.js'
import { encodeSegment } from '../render/relative-link.js'
import { byUrgency, filterKeys, filterWords, matchesFilter, type Need, needs, needsOf } from './fleet-filter.js'
import { renderLayout } from './layout.js'
import type { Links } from './links.js'
import { levelTag, recentRuns, versionOf } from './run-words.js'

export interface FleetQuery {
  /** The filter as typed; see `filterKeys`. */
  readonly filter: string
  readonly view: 'table' | 'grid'
}

export interface FleetPageOptions {
  readonly query: FleetQuery
  readonly links: Links
  /** Epoch seconds. */
  readonly now: number
  readonly skipped: readonly { readonly folder: string; readonly reason: string }[]
}

/** All recipes, those that need attention first, as a dense table or as a grid of screenshots. */
export function renderFleetPage(
  entries: readonly FleetEntry[],
  { query, links, now, skipped }: FleetPageOptions,
): string {
  const sorted = byUrgency(entries, now).map((entry) => ({ entry, words: filterWords(entry, now) }))
  const listed = sorted.map((each) => ({ ...each, hidden: !matchesFilter(each.words, query.filter) }))
  const isEmpty = listed.length > 0 && listed.every(({ hidden }) => hidden)
  const draw = query.view === 'grid' ? drawGrid : drawTable
  const content = [
    html`<h1>Recipes</h1>`,
    filterForm(query, links),
    counts(listed, links, query.view),
    entries.length === 0 ? html`<p>No run has finished yet. Make one: <code>cc-ci test &lt;recipe&gt;</code></p>` : '',
    draw(listed, links, now),
    html`<p class="nothing" role="status" ${isEmpty ? '' : 'hidden'}>No recipe matches. ${filterHelp()}</p>`,
    skippedRuns(skipped),
  ]
  return renderLayout({ title: 'Recipes', links, current: 'fleet', content: html`${content}` })
}

/** What a filter leaves out is there, but hidden, so that the page’s script can bring it back. */
type Listed = readonly { readonly entry: FleetEntry; readonly words: readonly string[]; readonly hidden: boolean }[]

function filterForm({ filter, view }: FleetQuery, links: Links): Part {
  const other = view === 'grid' ? ['table', links.fleet] : ['grid', links.fleetGrid]
  return html`<form class="filter" role="search" action="${links.fleet}" method="get"><label for="q">Search recipes</label> <input id="q" name="q" type="search" value="${filter}" placeholder="ghost s:failed r:upgrade" autocomplete="off" spellcheck="false" aria-describedby="q-help">${view === 'grid' ? html`<input type="hidden" name="view" value="grid">` : ''}<button ${links.kind === 'static' ? raw('hidden') : ''}>Search</button> <a href="${other[1]}" data-keeps-query>Show as ${other[0]}</a></form><details id="q-help"><summary>What can be searched for</summary><p>${filterHelp()}</p></details>`
}

function filterHelp(): Part {
  const keys = Object.entries(filterKeys).map(([key, values]) => html`<code>${key}:</code> ${values.join(', ')}`)
  return html`A part of a name, and: ${keys.map((key, index) => html`${index === 0 ? '' : '; '}${key}`)}. All words must match.`
}

/** How many recipes stand on each level, and how many need what; each number leads to them. */
function counts(listed: Listed, links: Links, view: FleetQuery['view']): Part {
  const having = (word: string): number => listed.filter(({ words }) => words.includes(word)).length
  const link = (word: string, text: string): Part => {
    const query = `?${view === 'grid' ? 'view=grid&' : ''}q=${encodeSegment(word)}`
    const page = links.kind === 'static' && view === 'grid' ? links.fleetGrid : links.fleet
    return html`<li><a href="${page}${query}" data-filter="${word}">${text} <b>${having(word)}</b></a></li>`
  }
  const levels = levelWords.map((_, level) => level).toReversed()
  const present = needs.filter((need) => having(`needs:${need}`) > 0)
  return html`<ul class="counts" aria-label="Count of recipes"><li>${listed.length} ${listed.length === 1 ? 'recipe' : 'recipes'}</li>${levels.map((level) => link(`level:${level}`, `L${level}`))}${present.map((need) => link(`needs:${need}`, needWords[need]))}</ul>`
}

const needWords: Readonly<Record<Need, string>> = {
  regressed: 'Regressed',
  red: 'Red',
  unjudged: 'Not judged',
  stale: 'Stale',
  flaky: 'Flaky',
  untested: 'No run of main',
}

function needLabels(entry: FleetEntry, now: number): Part[] {
  const { main, before } = entry
  const labels: Readonly<Record<Need, readonly [ShownStatus, string]>> = {
    regressed: ['fail', `regressed from L${before?.level}`],
    red: ['fail', 'red'],
    unjudged: ['unverified', 'last run not judged'],
    stale: ['unverified', `tested ${formatAge(now - (main?.finished ?? now))}`],
    flaky: ['flaky', 'flaky'],
    untested: ['skip', 'no run of main'],
  }
  return needsOf(entry, now).map((need) => html`${statusLabel(...labels[need])} `)
}

function drawTable(listed: Listed, links: Links, now: number): Part {
  const rows = listed.map(({ entry, words, hidden }) => {
    const { main, latest, recipe, pullRequest, recent } = entry
    const shown = main ?? latest
    return html`<tr class="entry" data-words="${words.join(' ')}" ${hidden ? 'hidden' : ''}><td class="thumb">${thumbnail(entry, links)}</td><th scope="row"><a class="open" href="${links.recipe(recipe)}">${recipe}</a></th><td>${levelTag(main)}</td><td>${needLabels(entry, now)}</td><td>${recentRuns(recent)}</td><td class="mono">${versionOf(shown)}</td><td>${formatAge(now - latest.finished)}</td><td>${pullRequest === undefined ? '' : html`<a href="${links.run(pullRequest.folder)}">PR #${pullRequest.pr}</a> ${levelTag(pullRequest, { short: true })}`}</td></tr>`
  })
  return html`<div class="scroll" role="region" aria-label="Recipes" tabindex="0"><table class="fleet entries"><thead><tr><td class="thumb"></td>${['Recipe', 'Level', 'Needs attention', 'Last runs', 'Version', 'Tested', 'Pull request'].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`
}

function drawGrid(listed: Listed, links: Links, now: number): Part {
  const cards = listed.map(({ entry, words, hidden }) => {
    const { main, latest, recipe } = entry
    return html`<li class="entry" data-words="${words.join(' ')}" ${hidden ? 'hidden' : ''}><a class="open" href="${links.recipe(recipe)}">${thumbnail(entry, links)}<span class="name">${recipe}</span></a><div>${levelTag(main)} <span class="mono muted">${versionOf(main ?? latest)}</span></div><div>${needLabels(entry, now)}</div></li>`
  })
  return html`<ul class="grid entries">${cards}</ul>`
}

/** The link beside it names the recipe, so the picture says nothing that is not said. */
function thumbnail({ main, latest }: FleetEntry, links: Links): Part {
  const row = [main, latest].find((each) => each?.screenshot)
  if (row === undefined) return html`<span class="thumbnail none">no screenshot</span>`
  return html`<img class="thumbnail" src="${links.thumbnail(row.folder)}" alt="" width="96" height="60" loading="lazy" decoding="async">`
}

function skippedRuns(skipped: FleetPageOptions['skipped']): Part {
  if (skipped.length === 0) return html``
  return html`<details class="skipped"><summary>${skipped.length} run ${skipped.length === 1 ? 'folder' : 'folders'} could not be read</summary><ul>${skipped.slice(0, 100).map(({ folder, reason }) => html`<li><code>${folder}</code>: ${reason}</li>`)}</ul></details>`
}
