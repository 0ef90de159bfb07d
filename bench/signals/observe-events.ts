import { type ClientRequest, get } from 'node:http'
import { createInterface } from 'node:readline'

/** A container event of the daemon, at its own time in epoch seconds. */
export interface ObservedEvent {
  readonly at: number
  readonly action: string
  readonly attributes: Readonly<Partial<Record<string, string>>>
}

export interface Observation {
  readonly events: readonly ObservedEvent[]
  stop(): void
}

/** Listens to the daemon over its socket, with nothing of the harness in between. */
export async function observeEvents(dockerHost: string): Promise<Observation> {
  const filters = encodeURIComponent(JSON.stringify({ type: ['container'], event: ['die', 'health_status'] }))
  const events: ObservedEvent[] = []
  let request: ClientRequest | undefined
  await new Promise<void>((resolve, reject) => {
    const socketPath = dockerHost.replace(/^unix:\/\//, '')
    request = get({ socketPath, path: `/events?filters=${filters}` }, (response) => {
      createInterface({ input: response })
        .on('line', (text) => events.push(toEvent(text)))
        .on('error', ignoreTheEnd)
      resolve()
    }).on('error', reject)
    // The daemon sends its headers only with the first event, so the first of them must not be waited for.
    request.on('socket', (socket) => socket.once('connect', () => resolve()))
  })
  return { events, stop: () => request?.destroy() }
}

function toEvent(text: string): ObservedEvent {
  const raw = JSON.parse(text) as {
    timeNano: number
    Action: string
    Actor: { Attributes: Record<string, string> }
  }
  return { at: raw.timeNano / 1e9, action: raw.Action, attributes: raw.Actor.Attributes }
}

/** Ending the observation breaks the stream off on purpose. */
function ignoreTheEnd(): void {}
