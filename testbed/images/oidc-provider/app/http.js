const longestBody = 64 * 1024

export async function readBody(request) {
  const chunks = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > longestBody) throw new Error('the body is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function sendJson(response, status, value, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers })
  response.end(value === undefined ? '' : JSON.stringify(value))
}

export function sendPage(response, status, { title, body }) {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 4rem auto; padding: 0 1rem; color: #222 }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit }
input, button { margin: 0.25rem 0 1rem; padding: 0.5rem }
.wrong { color: #a00 }
</style>
<h1>${title}</h1>
${body}
</html>
`)
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (character) => entities[character])
