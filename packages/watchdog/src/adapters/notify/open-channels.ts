import { createHash } from 'node:crypto'
import type { NotifyChannel } from '@cc-ci/contracts/watchdog-settings'
import { formatNotices } from '../../notify/format-notices.js'
import type { Notice, Notifier } from '../../ports/notifier.js'
import { EmailNotifier } from './email-notifier.js'
import type { OpenChannel } from './notice-queue.js'
import { post, type Request } from './post.js'

type Variables = Readonly<Record<string, string | undefined>>
type Channel<Kind extends NotifyChannel['kind']> = Extract<NotifyChannel, { kind: Kind }>

/** The ways to reach people that cc-ci.yaml names. A secret that is not there makes its channel fail, and nothing else. */
export function openChannels(
  channels: readonly NotifyChannel[],
  environment: Variables,
  timeoutMs = 10_000,
): readonly OpenChannel[] {
  return channels.map((channel, index) => {
    const name = `${channel.kind} ${index + 1}`
    return { from: channel.from, notifier: openChannel(channel, { name, environment, timeoutMs }) }
  })
}

interface Opening {
  readonly name: string
  readonly environment: Variables
  readonly timeoutMs: number
}

function openChannel(channel: NotifyChannel, opening: Opening): Notifier {
  switch (channel.kind) {
    case 'webhook':
      return http(opening, channel.token, (notices) => ({ method: 'POST', url: channel.url, body: webhook(notices) }))
    case 'ntfy':
      return http(opening, channel.token, (notices) => ({
        method: 'POST',
        url: channel.url,
        body: ntfy(channel, notices),
      }))
    case 'matrix':
      return http(opening, channel.token, (notices) => matrix(channel, notices))
    case 'email': {
      const { password } = channel
      return new EmailNotifier(opening.name, channel, () =>
        password === undefined ? undefined : readSecret(password, opening.environment),
      )
    }
  }
}

type Told = Omit<Request, 'token' | 'timeoutMs'>

function http(
  { name, environment, timeoutMs }: Opening,
  secret: string | undefined,
  build: (notices: readonly Notice[]) => Told,
): Notifier {
  return {
    name,
    async send(notices) {
      const token = secret === undefined ? undefined : readSecret(secret, environment)
      if (secret !== undefined && token === undefined) {
        return { delivered: false, detail: `the variable ${secretVariable(secret)} is not set` }
      }
      return post({ ...build(notices), token, timeoutMs })
    },
  }
}

function webhook(notices: readonly Notice[]): object {
  return { ...formatNotices(notices), notices }
}

/** https://docs.ntfy.sh/publish/#publish-as-json */
function ntfy({ topic }: Channel<'ntfy'>, notices: readonly Notice[]): object {
  const { title, text } = formatNotices(notices)
  const urgent = notices.some(({ severity }) => severity === 'page')
  return { topic, title, message: text === '' ? title : text, priority: urgent ? 5 : 3 }
}

/** https://spec.matrix.org/v1.11/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid */
function matrix({ homeserver, room }: Channel<'matrix'>, notices: readonly Notice[]): Told {
  const { title, text } = formatNotices(notices)
  // The same for another attempt, so that the server takes it for the same message.
  const ids = notices.map(({ id }) => id).join(' ')
  const transaction = createHash('sha256').update(ids).digest('hex').slice(0, 32)
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${transaction}`
  const body = { msgtype: 'm.text', body: text === '' ? title : `${title}\n${text}` }
  return { method: 'PUT', url: new URL(path, homeserver).href, body }
}

/** `secret:<name>` is the variable CC_CI_SECRET_<NAME>. */
function secretVariable(secret: string): string {
  return `CC_CI_SECRET_${secret.slice('secret:'.length).toUpperCase().replace(/\W/g, '_')}`
}

function readSecret(secret: string, environment: Variables): string | undefined {
  const value = environment[secretVariable(secret)]
  return value === '' ? undefined : value
}
