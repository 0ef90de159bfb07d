const maxBytes = 16 * 1024

/** Reads one entry from a form or a JSON body: `{ entry, wantsJson }`, or `{ problem }` in words. */
export async function readEntry(request) {
  const body = await readBody(request)
  if (body === undefined) return { problem: `an entry has at most ${maxBytes} bytes` }
  const wantsJson = (request.headers['content-type'] ?? '').startsWith('application/json')
  const fields = wantsJson ? parseJson(body) : Object.fromEntries(new URLSearchParams(body))
  const author = textOf(fields?.author)
  const message = textOf(fields?.message)
  if (author === '' || message === '') return { problem: 'author and message are needed' }
  return { entry: { author, message }, wantsJson }
}

async function readBody(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function textOf(value) {
  return typeof value === 'string' ? value.trim() : ''
}
