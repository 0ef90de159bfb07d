/** The whole page; everything a visitor wrote is escaped. */
export function renderPage({ title, version, entries }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<form method="post" action="/entries">
<label for="author">Your name</label>
<input id="author" name="author" autocomplete="name" maxlength="80" required>
<label for="message">Your message</label>
<textarea id="message" name="message" rows="3" maxlength="2000" required></textarea>
<button type="submit">Sign the guestbook</button>
</form>
<section aria-labelledby="entries-title">
<h2 id="entries-title">${countOf(entries.length)}</h2>
<ol>${entries.map(renderEntry).join('\n')}</ol>
</section>
</main>
<footer>Guestbook ${escapeHtml(version)}</footer>
</body>
</html>
`
}

export function escapeHtml(text) {
  const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return String(text).replace(/[&<>"']/g, (character) => names[character])
}

function countOf(count) {
  if (count === 0) return 'No entries yet. Be the first!'
  return count === 1 ? '1 entry' : `${count} entries`
}

function renderEntry({ author, message, created_at }) {
  const time = new Date(created_at).toISOString()
  return `<li>
<p class="message">${escapeHtml(message)}</p>
<p class="byline">${escapeHtml(author)}, <time datetime="${time}">${time.slice(0, 16).replace('T', ' ')}</time></p>
</li>`
}

const style = `
:root { color-scheme: light dark; --ink: #22303c; --paper: #f7f5f0; --card: #fff; --line: #d8d3c7; --accent: #1f6f5c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e6e1; --paper: #161b1f; --card: #20272c; --line: #3a444b; --accent: #6fcfb4; }
  button { color: #10201c !important; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 2.5rem 1.25rem; }
h1 { font-size: 2.25rem; line-height: 1.15; margin: 0 0 1.5rem; }
h2 { font-size: 1.125rem; margin: 2.5rem 0 1rem; }
form, li { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; }
label { display: block; font-weight: 600; margin-bottom: .25rem; }
input, textarea { width: 100%; margin-bottom: 1rem; padding: .6rem .75rem; font: inherit; color: inherit;
  background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
button { padding: .65rem 1.25rem; font: inherit; font-weight: 600; color: #fff; background: var(--accent);
  border: 0; border-radius: .5rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ol { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; }
.message { margin: 0 0 .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.byline, footer { margin: 0; font-size: .9375rem; opacity: .8; }
footer { text-align: center; padding: 1.5rem; }
`
