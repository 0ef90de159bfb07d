import { join } from 'node:path'
import { ManualClock, temporaryFolder } from '@cc-ci/kernel/testing'
import { listen } from '../src/adapters/listen.js'
import { openServerStore } from '../src/adapters/open-server-store.js'
import { createServer, type Server } from '../src/create-server.js'
import type { Presenter } from '../src/ports/presenter.js'
import type { ServerStore } from '../src/ports/server-store.js'
import type { QueuedRun } from '../src/queue/queued-run.js'
import { PlayedRunner } from '../src/testing/index.js'
import { verifyWebhook } from '../src/trigger/verify-webhook.js'
import { type ForgeBed, forgeBed } from './forge-bed.js'

export const webhookSecret = 'correct horse'
export const key = Buffer.alloc(32, 7)

/** A whole server beside a forge on loopback; its runs are played by the test, and nothing happens by itself. */
export interface ServerBed extends ForgeBed {
  readonly server: Server
  readonly store: ServerStore
  readonly runner: PlayedRunner
  readonly troubles: unknown[]
  /** Lets time pass for the server and the forge. */
  pass(seconds: number): void
  /** Polls, lets what was decided happen, and tells the forge. */
  round(): Promise<void>
  /** Ends the server as a crash does, and starts another on the same store. */
  restart(): Promise<void>
  /** As if the disk were gone. */
  closeStore(): void
  /** Serves it on a port of its own; gives the address. */
  serve(): Promise<string>
}

export async function serverBed(whenDone: (end: () => void | Promise<void>) => void): Promise<ServerBed> {
  const bed = await forgeBed('gitea', whenDone)
  bed.forge.state.putPullRequest('org/other', 3)
  const clock = new ManualClock(new Date(bed.clock.now * 1000).toISOString())
  const folder = temporaryFolder(whenDone)
  const troubles: unknown[] = []
  const begin = async () => {
    const store = openServerStore(join(folder, 'queue.db'))
    const runner = new PlayedRunner()
    const server = createServer({
      ...{ store, runner, channel: bed.channel, presenter: plainPresenter, clock, key, baseUrl: undefined },
      ...{ watch: { 'org/wiki': 'wiki' }, organisation: 'org', allow: ['guest'], poll: 30, capacity: 1 },
      markers: { read: readMarker },
      layout: ({ title, content }) => `<!doctype html><title>${title}</title>${content}`,
      dashboard: (request) => new Response(`the dashboard: ${new URL(request.url).pathname}\n`),
      verify: (delivery) => verifyWebhook(delivery, { forge: 'gitea', secret: webhookSecret, now: bed.clock.now }),
      onTrouble: (error) => troubles.push(error),
    })
    await server.queue.resume()
    return { store, runner, server }
  }
  let current = await begin()
  let isOpen = true
  const closeStore = (): void => {
    if (isOpen) current.store.close()
    isOpen = false
  }
  whenDone(closeStore)
  const ending = new AbortController()
  whenDone(() => ending.abort())
  return {
    ...bed,
    get server() {
      return current.server
    },
    get store() {
      return current.store
    },
    get runner() {
      return current.runner
    },
    troubles,
    closeStore,
    pass(seconds) {
      clock.advance(seconds * 1000)
      bed.clock.now += seconds
    },
    async round() {
      await current.server.pollOnce()
      await settled()
      await current.server.deliverOnce()
    },
    async restart() {
      current.server.queue.close()
      current.store.close()
      current = await begin()
    },
    async serve() {
      const { address } = await listen(current.server.app, {
        host: '127.0.0.1',
        port: 0,
        signal: ending.signal,
        headerMs: 200,
      })
      return address
    },
  }
}

/** What the queue does by itself it does in microtasks; one turn of the event loop is after all of them. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const marked = ({ recipe, seq }: QueuedRun, text: string) => `<!-- cc-ci:v1 recipe=${recipe} seq=${seq} -->\n\n${text}`
const statusOf = (state: 'pending' | 'success' | 'failure' | 'error', { seq }: QueuedRun) => ({
  ...{ state, context: 'cc-ci/level', description: state, targetUrl: `https://ci.example.org/runs/${seq}/` },
})

const plainPresenter: Presenter = {
  queued: (run, place) => ({ comment: marked(run, `queued, place ${place}`), status: statusOf('pending', run) }),
  running: (run, { tier }) => ({ comment: marked(run, `running ${tier}`), status: statusOf('pending', run) }),
  finished: async (run) => {
    const state = run.end?.verdict === 'green' ? 'success' : run.end?.verdict === 'red' ? 'failure' : 'error'
    return { comment: marked(run, `ended ${run.end?.verdict}`), status: statusOf(state, run) }
  },
  withoutResult: (run, why) => ({ comment: marked(run, why), status: statusOf('error', run) }),
  card: async () => undefined,
}

function readMarker(comment: string) {
  const [, recipe, seq] = /^<!-- cc-ci:v1 recipe=(\S+) seq=(\d+) -->/.exec(comment) ?? []
  return recipe === undefined ? undefined : { recipe, seq: Number(seq) }
}
