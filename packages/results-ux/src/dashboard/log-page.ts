import type { RunResult } from '@cc-ci/contracts/run-result'
import { html, raw } from 'hono/html'
import { renderLayout } from './layout.js'
import type { Links } from './links.js'
import { logLines } from './log-lines.js'

/** As many lines of a log’s end as a page shows; the file beside it has all. */
const mostLines = 2_000

export interface LogPageOptions {
  readonly links: Links
  readonly folder: string
  readonly name: string
  readonly text: string
  /** The other logs of the run. */
  readonly logs: readonly string[]
}

/** One log with a link for each line, search, and lines that wrap on request. */
export function renderLogPage(
  { recipe, runId }: Pick<RunResult, 'recipe' | 'runId'>,
  { links, folder, name, text, logs }: LogPageOptions,
): string {
  const lines = logLines(text)
  const first = Math.max(0, lines.length - mostLines)
  const items = lines.slice(first).map((line, index) => {
    const number = first + index + 1
    return html`<li id="L${number}"><a href="#L${number}" aria-label="Line ${number}" tabindex="-1">${number}</a><code>${line}</code></li>`
  })
  const href = links.file(folder, name)
  const others = logs.map(
    (log) => html`<a href="${links.log(folder, log)}" ${log === name ? raw('aria-current="page"') : ''}>${log}</a>`,
  )
  const content = html`<p><a href="${links.run(folder)}">Run ${runId} of ${recipe}</a></p><h1>Log</h1>
<nav aria-label="Logs">${others}</nav>
<form class="filter" role="search" hidden><label for="log-search">Search this log</label> <input id="log-search" type="search" autocomplete="off" spellcheck="false"><span id="log-count" role="status"></span></form>
${first > 0 ? html`<p class="muted">The first ${first} lines are not shown.</p>` : ''}
<p>${href === undefined ? '' : html`<a href="${href}">The file itself</a>`}</p>
<section aria-label="${name}"><input type="checkbox" id="wrap"> <label for="wrap">Wrap lines</label>
<ol class="log" tabindex="0" role="list" aria-label="Lines">${items}</ol></section>`
  return renderLayout({ title: `${name}, run ${runId} of ${recipe}`, links, content })
}
