import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type NotifyChannel, notifySettingsSchema } from '@cc-ci/contracts/watchdog-settings'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { NoticeQueue } from '../src/adapters/notify/notice-queue.js'
import { openChannels } from '../src/adapters/notify/open-channels.js'
import type { Notice } from '../src/index.js'

const page: Notice = {
  id: 'a1',
  loop: 'builder',
  key: 'builder poisoned',
  severity: 'page',
  title: 'builder cannot use its conversation any more',
  text: 'It goes on in a new one.',
  at: 1000,
}
const warning: Notice = { ...page, id: 'a2', key: 'disk', severity: 'warn', title: 'the disk is nearly full' }

interface Heard {
  readonly url: string
  readonly method: string
  readonly authorization: string | undefined
  readonly body: Record<string, unknown>
}

type Answer = number | 'hang' | 'close'

/** A server that gives these answers in turn, the last one for ever. */
async function listen(...answers: readonly Answer[]) {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    read(request).then(
      (whole) => {
        heard.push(whole)
        const answer = answers[Math.min(heard.length, answers.length) - 1] ?? 200
        if (answer === 'close') request.socket.destroy()
        else if (answer !== 'hang') response.writeHead(answer).end('{}')
      },
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function read(request: IncomingMessage): Promise<Heard> {
  const { url = '', method = '', headers } = request
  let text = ''
  for await (const part of request) text += part
  return { url, method, authorization: headers.authorization, body: text === '' ? {} : JSON.parse(text) }
}

const environment = { CC_CI_SECRET_HOOK: 'a-token-nobody-may-see' }

interface Opening {
  readonly folder?: string
  readonly timeoutMs?: number
}

function openQueue(channel: object, { folder = temporaryFolder(onTestFinished), timeoutMs = 8000 }: Opening = {}) {
  const said: string[] = []
  const { channels, ...rules } = notifySettingsSchema.parse({ channels: [channel] })
  const file = join(folder, 'notices.json')
  const open = openChannels(channels as readonly NotifyChannel[], environment, timeoutMs)
  const queue = new NoticeQueue({ file, channels: open, rules, say: (line) => void said.push(line) })
  const deliver = async (at: number) => {
    queue.deliver(at)
    await queue.settle(20_000)
  }
  return { queue, said, deliver, folder, kept: () => readFileSync(file, 'utf8') }
}

it.each<Answer>([500, 'hang', 'close', 302])(
  'what a server answers with %s is kept, and sent again later, once',
  async (answer) => {
    const { heard, url } = await listen(answer, 200)
    const channel = { kind: 'webhook', url, token: 'secret:hook' }
    const timeoutMs = answer === 'hang' ? 1500 : 8000
    const { queue, deliver, said, folder, kept } = openQueue(channel, { timeoutMs })
    queue.put(page)
    await deliver(1000)
    expect(heard).toHaveLength(1)
    expect(said.join()).toContain('webhook 1 was not reached')
    expect(said.join() + kept()).not.toMatch(/a-token|127\.0\.0\.1/)

    await deliver(1010)
    expect(heard).toHaveLength(1)
    // Another start finds it on the disk.
    const later = openQueue(channel, { folder })
    await later.deliver(1060)
    await later.deliver(1200)
    expect(heard).toHaveLength(2)
    expect(heard[1]).toMatchObject({
      authorization: 'Bearer a-token-nobody-may-see',
      body: { title: 'cc-ci, at once: builder cannot use its conversation any more', notices: [page] },
    })
  },
)

it('the same notice is told once, and its end only to those who heard of it', async () => {
  const { heard, url } = await listen(200)
  const { queue, deliver } = openQueue({ kind: 'ntfy', url, topic: 'loops' })
  queue.put(page)
  queue.put(page)
  await deliver(1000)
  queue.clear(page.key, 1100)
  queue.put(warning)
  queue.clear(warning.key, 1200)
  await deliver(9000)

  expect(heard.map(({ body }) => [body.topic, body.priority, body.title])).toEqual([
    ['loops', 5, 'cc-ci, at once: builder cannot use its conversation any more'],
    ['loops', 3, 'cc-ci: over: builder cannot use its conversation any more'],
  ])
})

it('what is no page waits for the digest', async () => {
  const { heard, url } = await listen(200)
  const { queue, deliver } = openQueue({
    kind: 'matrix',
    homeserver: url,
    room: '!r:example.org',
    token: 'secret:hook',
  })
  queue.put(warning)
  queue.put({ ...warning, id: 'a3', key: 'other', title: 'it is late' })
  await deliver(1000)
  expect(heard).toEqual([])
  await deliver(4700)
  expect(heard).toMatchObject([{ method: 'PUT', body: { msgtype: 'm.text' } }])
  expect(heard[0]?.url).toMatch(
    /^\/_matrix\/client\/v3\/rooms\/!r%3Aexample\.org\/send\/m\.room\.message\/[0-9a-f]{32}$/,
  )
  expect(heard[0]?.body.body).toMatch(/2 notices[\s\S]*the disk is nearly full[\s\S]*it is late/)
})

it('a secret that is not there is named, and nothing is sent without it', async () => {
  const { heard, url } = await listen(200)
  const { queue, deliver, said } = openQueue({ kind: 'webhook', url, token: 'secret:other-name' })
  queue.put(page)
  await deliver(1000)
  expect(heard).toEqual([])
  expect(said).toEqual([expect.stringContaining('the variable CC_CI_SECRET_OTHER_NAME is not set')])
})

it('mail is handed to the SMTP server, and tried again when that refuses', async () => {
  const { port, mails } = await listenForMail(['450 later', '250 taken'])
  const channel = {
    kind: 'email',
    host: '127.0.0.1',
    port,
    tls: 'none',
    sender: 'ci@example.org',
    to: ['x@example.org'],
  }
  const { queue, deliver, said } = openQueue(channel)
  queue.put(page)
  await deliver(1000)
  expect(said.join()).toContain('SMTP: 450')
  await deliver(1100)
  expect(mails.at(-1)).toMatch(/Subject: cc-ci, at once: builder cannot use[\s\S]*It goes on in a new one\./)
  await deliver(1200)
  expect(mails).toHaveLength(2)
})

/** As much of an SMTP server as one mail needs; each whole mail gets the next of these answers. */
async function listenForMail(answers: readonly string[]) {
  const mails: string[] = []
  const server = createTcpServer((socket) => serveMail(socket, (mail) => answers[mails.push(mail) - 1] ?? '250 taken'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { mails, port: (server.address() as AddressInfo).port }
}

function serveMail(socket: Socket, take: (mail: string) => string): void {
  let mail: string | undefined
  const answer = (line: string): string | undefined => {
    if (mail === undefined) {
      if (line === 'DATA') mail = ''
      return replies[line] ?? '250 ok'
    }
    if (line !== '.') {
      mail += `${line}\n`
      return undefined
    }
    const whole = mail
    mail = undefined
    return take(whole)
  }
  socket.write('220 test\r\n')
  createInterface(socket).on('line', (line) => {
    const said = answer(line)
    if (said !== undefined) socket.write(`${said}\r\n`)
  })
  socket.on('error', () => undefined)
}

const replies: Readonly<Record<string, string>> = { DATA: '354 go on', QUIT: '221 bye' }
