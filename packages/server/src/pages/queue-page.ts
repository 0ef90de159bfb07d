import { html } from 'hono/html'
import type { QueuedRun } from '../queue/queued-run.js'
import type { QueueView } from './queue-view.js'
import { modeWords, stateWords, timeWords } from './run-words.js'

type Part = ReturnType<typeof html>

/** Who reads the page: with a session, each run has its buttons. */
export interface Reader {
  readonly who: string
  readonly formToken: string
}

/** The queue as the content of a page that lies at the root of the site; all that it says of others is escaped. */
export function renderQueuePage(view: QueueView, reader: Reader | undefined): string {
  const parts = html`<h1>Queue</h1>
${section('Running', 'Nothing is running.', runningTable(view, reader), view.running.length)}
${section('Waiting', 'Nothing is waiting.', waitingTable(view, reader), view.queued.length)}
${section('Ended', 'Nothing has ended yet.', endedTable(view, reader), view.ended.length)}
${reader === undefined ? html`<p>To cancel or repeat runs, log in: <code>cc-ci queue login</code> on the server prints a link.</p>` : farewell(reader)}`
  return String(parts)
}

function section(title: string, none: string, table: Part | Promise<string>, count: number): Part {
  const id = title.toLowerCase()
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title} (${count})</h2>${count === 0 ? html`<p>${none}</p>` : table}</section>`
}

function runningTable({ running }: QueueView, reader: Reader | undefined): Part {
  const rows = running.map(
    ({ run, progress, seconds }) =>
      html`<tr id="run-${run.seq}">${subject(run)}<td>${progress === undefined ? 'starting' : `${progress.tier} (${progress.step} of ${progress.of})`}</td><td>${timeWords(seconds, 'left')}</td>${button(run, 'cancel', reader)}</tr>`,
  )
  return table(['Run', 'Recipe', 'Asked for', 'By', 'Now', 'Likely'], rows, reader)
}

function waitingTable({ queued }: QueueView, reader: Reader | undefined): Part {
  const rows = queued.map(
    ({ run, place, seconds }) =>
      html`<tr id="run-${run.seq}">${subject(run)}<td>${place}</td><td>${timeWords(seconds, 'until its end')}</td>${button(run, 'cancel', reader)}</tr>`,
  )
  return table(['Run', 'Recipe', 'Asked for', 'By', 'Place', 'Likely'], rows, reader)
}

function endedTable({ ended }: QueueView, reader: Reader | undefined): Part {
  const rows = ended.map(
    (run) =>
      html`<tr id="run-${run.seq}">${subject(run)}<td>${stateWords(run)}</td>${button(run, 'rerun', reader)}</tr>`,
  )
  return table(['Run', 'Recipe', 'Asked for', 'By', 'Ended'], rows, reader)
}

function table(heads: readonly string[], rows: readonly unknown[], reader: Reader | undefined): Part {
  const last = reader === undefined ? '' : html`<th scope="col"><span class="hidden">Do</span></th>`
  return html`<div class="scroll"><table class="fleet"><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}${last}</tr></thead><tbody>${rows}</tbody></table></div>`
}

function subject(run: QueuedRun): Part {
  const { seq, folder, recipe, pullRequest, mode, askedBy } = run
  const name = folder === null ? html`${seq}` : html`<a href="runs/${encodeURIComponent(folder)}/">${seq}</a>`
  const of = pullRequest === null ? 'main' : `${pullRequest.repository}#${pullRequest.number}`
  return html`<td>${name}</td><th scope="row">${recipe}</th><td>${of}, ${modeWords(mode)}</td><td>${askedBy}</td>`
}

const words = { cancel: 'Cancel', rerun: 'Run again' } as const

function button({ seq, recipe }: QueuedRun, action: keyof typeof words, reader: Reader | undefined): Part | '' {
  if (reader === undefined) return ''
  return html`<td><form method="post" action="queue/${seq}/${action}"><input type="hidden" name="token" value="${reader.formToken}"><button aria-label="${words[action]}: run ${seq} of ${recipe}">${words[action]}</button></form></td>`
}

function farewell({ who, formToken }: Reader): Part {
  return html`<form method="post" action="logout"><input type="hidden" name="token" value="${formToken}"><p>Logged in as ${who}. <button>Log out</button></p></form>`
}

/** The page behind a login link. The link itself changes nothing, so that whoever looks at it beforehand uses nothing up. */
export function renderLoginPage(token: string): string {
  return String(
    html`<h1>Log in</h1><form method="post" action="login"><input type="hidden" name="login" value="${token}"><p>Whoever logs in can cancel and repeat runs. <button>Log in</button></p></form>`,
  )
}

/** Why a request was refused, for a person. */
export function renderRefusal(title: string, text: string): string {
  return String(html`<h1>${title}</h1><p>${text}</p>`)
}
