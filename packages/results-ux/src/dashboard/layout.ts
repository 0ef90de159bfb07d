import { html, raw } from 'hono/html'
import { iconShapes, type Part } from '../render/page-parts.js'
import type { Links } from './links.js'

export interface Page {
  readonly title: string
  readonly links: Links
  /** Which entry of the navigation this page is, if one. */
  readonly current?: 'fleet' | 'queue' | 'changes'
  /** The feed that belongs to this page. */
  readonly feed?: string
  /** A picture that stands for the page where it is linked to, with its description. */
  readonly picture?: { readonly href: string; readonly alt: string }
  readonly content: Part | readonly Part[]
  readonly footer?: string
  /** Whether what it shows changes by itself: loaded again and again where no script can follow it. */
  readonly changes?: boolean
  /** Whether it has forms that change something: browsers then say to our own server, and to nobody else, where they stand. */
  readonly acts?: boolean
}

/** What every page of the dashboard may load: its own style, script, pictures and event streams, and nothing else. */
export const sitePolicy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'"

/** Three pips, two of them filled, in the colour of level 4. */
const icon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#0F8068"/><path d="M3 5h2v6H3zM7 5h2v6H7z" fill="#fff"/><path d="M11.5 5.5h1v5h-1z" fill="none" stroke="#fff"/></svg>')}`

const themes = [
  ['auto', 'auto'],
  ['light', 'light'],
  ['dark', 'dark'],
] as const

/** A whole page of the dashboard. Without JavaScript only comfort is missing: keys, the theme kept, filtering as one types. */
export function renderLayout({
  title,
  links,
  current,
  feed,
  picture,
  content,
  footer = '',
  changes = false,
  acts = false,
}: Page): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${raw(sitePolicy)}">
<meta name="referrer" content="${acts ? 'same-origin' : 'no-referrer'}">
<title>${title} · cc-ci</title>
${picture === undefined ? '' : html`<meta property="og:image" content="${picture.href}"><meta property="og:image:alt" content="${picture.alt}">`}
${changes ? html`<noscript><meta http-equiv="refresh" content="10"></noscript>` : ''}
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${links.asset('site.css')}">
<link rel="alternate" type="application/atom+xml" title="Changes of level" href="${feed ?? links.feed}">
<script src="${links.asset('site.js')}" defer></script>
</head>
<body class="site">
<a class="skip-link" href="#content">Skip to the content</a>
${iconShapes()}<header class="top"><nav aria-label="Site"><a class="brand" href="${links.fleet}">cc-ci</a>
${entry('Fleet', links.fleet, current === 'fleet')}${links.queue === undefined ? '' : entry('Queue', links.queue, current === 'queue')}${entry('Changes', links.changes, current === 'changes')}${entry('Feed', links.feed, false)}</nav>
<fieldset class="themes"><legend>Theme</legend>${themes.map(
    ([theme, word]) =>
      html`<label><input type="radio" name="theme" id="theme-${theme}" value="${theme}" ${theme === 'auto' ? 'checked' : ''}> ${word}</label>`,
  )}</fieldset></header>
<main id="content" tabindex="-1">
${content}
</main>
<footer>${footer}${footer === '' ? '' : ' · '}<span class="keys-hint">Keys: <kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> open, <kbd>?</kbd> help</span></footer>
</body>
</html>
`
  return page.toString()
}

function entry(name: string, href: string, isCurrent: boolean): Part {
  return html`<a href="${href}" ${isCurrent ? raw('aria-current="page"') : ''}>${name}</a>`
}
