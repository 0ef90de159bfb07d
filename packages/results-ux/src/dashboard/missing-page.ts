import { html } from 'hono/html'
import { renderLayout } from './layout.js'
import type { Links } from './links.js'

/** What is answered for an address that leads nowhere. It can be any address, so that links are not relative to it. */
export function renderMissingPage(links: Links): string {
  const content = html`<h1>There is nothing here</h1><p>The run or the recipe was removed, or the address has a mistake.</p><p><a href="${links.fleet}">All recipes</a></p>`
  return renderLayout({ title: 'Nothing here', links, content })
}
