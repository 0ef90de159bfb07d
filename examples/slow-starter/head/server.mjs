// Notes that can be searched. The index is made at each start, which takes its time.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

process.on('SIGTERM', () => process.exit(0))
const folder = '/notes'
const index = new Map()

await mkdir(folder, { recursive: true })
const names = (await readdir(folder)).filter((name) => name.endsWith('.txt'))
for (const name of names) index.set(name.slice(0, -4), await readFile(`${folder}/${name}`, 'utf8'))
for (let percent = 0; percent < 100; percent += 5) {
  process.stdout.write(`index: ${percent} %
`)
  await wait(1_000)
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost')
  const [, name] = /^\/notes\/([\w-]{1,80})$/.exec(pathname) ?? []
  const headers = { 'content-type': 'text/plain', 'cache-control': 'no-store' }
  const answer = (status, body) => response.writeHead(status, headers).end(body)
  if (name !== undefined && request.method === 'PUT') {
    let text = ''
    for await (const chunk of request) text += chunk
    await writeFile(`${folder}/${name}.txt`, text)
    index.set(name, text)
    return answer(204)
  }
  if (name !== undefined && request.method === 'DELETE') {
    await rm(`${folder}/${name}.txt`, { force: true })
    index.delete(name)
    return answer(204)
  }
  if (pathname === '/search') {
    const wanted = (searchParams.get('q') ?? '').toLowerCase()
    const found = [...index].filter(([, text]) => text.toLowerCase().includes(wanted)).map(([found]) => `${found}\n`)
    return answer(200, found.join(''))
  }
  if (pathname === '/') return answer(200, `${index.size} notes\n`)
  answer(404, 'no such page\n')
}).listen(8080)
