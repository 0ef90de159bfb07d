const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (character) => entities[character])

const style = `
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 4rem auto; padding: 0 1rem; color: #222 }
a.button { display: inline-block; padding: 0.5rem 1.5rem; background: #2a5d84; color: #fff; text-decoration: none }
`

const layout = (body) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Clubhouse</title>
<style>${style}</style>
<h1>Clubhouse</h1>
${body}
</html>
`

export const doorPage = () => layout('<p>Members only.</p>\n<p><a class="button" href="/sign-in">Sign in</a></p>')

export const refusalPage = (why) => layout(`<p>You cannot come in: ${escapeHtml(why)}.</p>`)

export function membersPage(name, members) {
  const rows = members.map((member) => `<li>${escapeHtml(member.name)}, ${member.visits} visits</li>`)
  return layout(
    `<p>Welcome, <strong>${escapeHtml(name)}</strong>.</p>\n<ul class="members">\n${rows.join('\n')}\n</ul>`,
  )
}
