import { html, raw } from 'hono/html'
import { type ShownStatus, shownStatuses } from '../design/tokens.js'
import { withoutControls } from './escape-xml.js'
import { statusIcon } from './status-icon.js'

/** A piece of the page, already escaped. */
export type Part = ReturnType<typeof html>

const nothing = raw('')

/** A section with its heading, or nothing at all when there is no content. */
export function section(title: string, content: readonly Part[], className = ''): Part {
  if (content.length === 0) return nothing
  const id = title.toLowerCase().replace(/[^a-z]+/g, '-')
  return html`<section class="${className}" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>`
}

/** The shapes of all statuses, once for each page: what shows them only names them. */
export function iconShapes(): Part {
  const symbols = shownStatuses.map((status) => {
    const shape = statusIcon(status, { colour: 'currentColor', glyph: 'var(--card)' })
    return `<symbol id="icon-${status}" viewBox="-19 -19 38 38">${shape}</symbol>`
  })
  return raw(`<svg width="0" height="0" style="position:absolute" aria-hidden="true">${symbols.join('')}</svg>`)
}

/** A status as shape and word; the colour only helps. The page has `iconShapes`. */
export function statusLabel(status: ShownStatus, word: string | Part): Part {
  const icon = raw(`<svg class="icon" aria-hidden="true" focusable="false"><use href="#icon-${status}"/></svg>`)
  return html`<span class="status is-${status}">${icon}${word}</span>`
}

/** A real table that scrolls by itself, also with the keyboard, where the window is too narrow for it. */
export function table(label: string, head: readonly string[], rows: readonly (readonly Part[])[]): Part {
  const cells = rows.map(
    (row) =>
      html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`,
  )
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table><thead><tr>${head.map(
    (title) => html`<th scope="col">${title}</th>`,
  )}</tr></thead><tbody>${cells}</tbody></table></div>`
}

/** Text as it was printed, without control characters; reachable with the keyboard, because it scrolls. */
export function output(label: string, text: string): Part {
  return html`<pre tabindex="0" role="region" aria-label="${label}">${withoutControls(text)}</pre>`
}

export function command(line: string): Part {
  return html`<pre class="wrap" tabindex="0" role="region" aria-label="Command to reproduce the run">${withoutControls(line)}</pre>`
}

export function list(items: readonly (string | Part)[]): Part {
  return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`
}

export function text(value: string | number): Part {
  return html`${value}`
}
