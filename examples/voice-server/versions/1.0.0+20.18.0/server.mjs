// A room: what one says by TCP, all hear, and the page tells how many there are and keeps what was said.
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { createServer as createPage } from 'node:http'
import { createServer as createRoom } from 'node:net'
import { createInterface } from 'node:readline'

process.on('SIGTERM', () => process.exit(0))
const log = '/log/said.txt'
const people = new Set()
await mkdir('/log', { recursive: true })
await appendFile(log, '')

createRoom((person) => {
  people.add(person)
  person.on('error', () => {})
  person.on('close', () => people.delete(person))
  person.write('welcome\n')
  const lines = createInterface({ input: person })
  lines.on('error', () => {})
  lines.on('line', async (line) => {
    if (line === '') return
    await appendFile(log, `${line}\n`)
    for (const listener of people) listener.write(`${line}\n`)
  })
}).listen(6000)

createPage(async (request, response) => {
  const headers = { 'content-type': 'text/plain' }
  const answer = (status, body) => response.writeHead(status, headers).end(body)
  if (request.url === '/') return answer(200, `${people.size} people are here\n`)
  if (request.url === '/said') return answer(200, await readFile(log))
  answer(404, 'no such page\n')
}).listen(8080)
