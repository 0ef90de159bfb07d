import type { RunEvent } from '@cc-ci/contracts/run-event'
import { tierNames } from '@cc-ci/contracts/run-result'
import { html } from 'hono/html'
import { statusLabel } from '../render/page-parts.js'
import { renderLayout } from './layout.js'
import type { Links } from './links.js'

export interface LiveLine {
  /** Place of the event in the journal, counted from 1: what a reader names who lost the connection. */
  readonly id: number
  readonly text: string
}

/** "upgrade (2 of 6)": the tier that a run is in. */
export function stateOf(events: readonly RunEvent[]): string {
  const tier = events.findLast((event) => event.type === 'tier.started')
  if (tier?.type !== 'tier.started') return 'preparing'
  return `${tier.tier} (${tierNames.indexOf(tier.tier) + 1} of ${tierNames.length})`
}

/** A run that goes on, or was killed: what its journal says so far. The page’s script adds what comes. */
export function renderLivePage(
  folder: string,
  {
    lines,
    events,
    links,
  }: { readonly lines: readonly LiveLine[]; readonly events: readonly RunEvent[]; readonly links: Links },
): string {
  const started = events.find((event) => event.type === 'run.started')
  const recipe = started?.type === 'run.started' ? started.recipe : undefined
  const last = lines.at(-1)?.id ?? 0
  const content = html`<h1>${recipe ?? 'A run'}</h1><p>Run ${folder} has no result yet: it is still going, or was killed.</p>
<p role="status">${statusLabel('running', html`<span id="run-state">${stateOf(events)}</span>`)}</p>
<section aria-label="What happened so far"><ol class="live" data-events="events?after=${last}">${lines.map(({ text }) => html`<li>${text}</li>`)}</ol></section>
<p><a href="${links.fleet}">All recipes</a></p>`
  return renderLayout({
    title: `Run ${folder}${recipe === undefined ? '' : ` of ${recipe}`}`,
    links,
    content,
    changes: true,
  })
}
