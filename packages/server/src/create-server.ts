import type { Clock } from '@cc-ci/kernel'
import type { Hono } from 'hono'
import type { Delivery } from './adapters/app/server-app-parts.js'
import { createServerApp } from './adapters/create-server-app.js'
import { OperatorSessions } from './operator/operator-sessions.js'
import type { ForgeChannel, ForgeComment } from './ports/forge-channel.js'
import type { Layout } from './ports/layout.js'
import type { MarkerReader } from './ports/marker-reader.js'
import type { Presenter } from './ports/presenter.js'
import type { Runner } from './ports/runner.js'
import type { ServerStore } from './ports/server-store.js'
import { createRunQueue, type RunQueue } from './queue/run-queue.js'
import { repeatUntilEnd } from './repeat-until-end.js'
import { deliverOutbox } from './report/deliver-outbox.js'
import { createReporting } from './report/report-changes.js'
import { createHearing } from './trigger/hear-comments.js'
import { pollForge } from './trigger/poll-forge.js'

export interface ServerParts {
  readonly store: ServerStore
  readonly runner: Runner
  readonly channel: ForgeChannel
  readonly presenter: Presenter
  readonly markers: MarkerReader
  readonly clock: Clock
  readonly layout: Layout
  readonly dashboard: (request: Request) => Response | Promise<Response>
  /** The secret that login links and calls are signed by: 32 bytes. */
  readonly key: Uint8Array
  /** How many runs at once. */
  readonly capacity: number
  /** The recipe that each watched repository holds. */
  readonly watch: Readonly<Record<string, string>>
  readonly organisation: string | undefined
  readonly allow: readonly string[]
  /** Seconds between two looks for comments. */
  readonly poll: number
  readonly baseUrl: string | undefined
  /** Undefined where no secret for webhooks is known. */
  readonly verify: ((delivery: Delivery) => ForgeComment | null) | undefined
  /** What went wrong where nobody waits for it. */
  readonly onTrouble: (error: unknown) => void
}

export interface Server {
  readonly app: Hono
  readonly queue: RunQueue
  /** One look for comments. */
  pollOnce(): Promise<void>
  /** Tells the forge what is due. */
  deliverOnce(): Promise<void>
  /** Takes up what an earlier server left, then polls and tells until the signal; resolves when all of that has ended. */
  run(signal: AbortSignal): Promise<void>
}

/** What is due again after a failure is looked for so often. */
const deliverSeconds = 5
/** Shortest wait of a silent forge before the server says that it is not ready. */
const leastPatience = 300

/** Connects the parts: comments come in by polling and webhooks, runs are queued, and what becomes of them is told. */
export function createServer(parts: ServerParts): Server {
  const { store, channel, clock, onTrouble, presenter } = parts
  const now = (): number => clock.now().getTime() / 1000
  let answeredAt: number | undefined
  let quietUntil = 0
  let wake = (): void => undefined
  /** Lasting, so that a comment says it also when its status was refused in an earlier pass. */
  const withoutStatus = new Set<string>()

  const reporting = createReporting(presenter, (seq) => queue.estimates().get(seq))
  const { report, reportEnd, progressOf } = reporting
  const queue: RunQueue = createRunQueue({
    ...{ store, runner: parts.runner, capacity: parts.capacity, clock, report, reportEnd, onTrouble },
    onChange: () => wake(),
  })
  const hearing = createHearing({ ...parts, queue })

  async function pollOnce(): Promise<void> {
    if (now() < quietUntil) return
    const repositories = Object.keys(parts.watch)
    const round = await pollForge({ store, hearing, channel, clock, repositories })
    for (const { error } of round.problems) onTrouble(error)
    if (round.asked > 0) answeredAt = now()
    quietUntil = round.quietUntil ?? 0
    wake()
  }

  async function deliverOnce(): Promise<void> {
    const ports = { store, clock, forge: channel, markers: parts.markers, cards: presenter, withoutStatus }
    const { waiting } = await deliverOutbox(ports)
    for (const error of new Set(waiting.map((each) => each.error))) onTrouble(error)
  }

  const app = createServerApp({
    ...{ store, queue, hearing, clock, progressOf, onTrouble },
    ...{ layout: parts.layout, dashboard: parts.dashboard, verify: parts.verify, baseUrl: parts.baseUrl },
    sessions: new OperatorSessions(parts.key, now),
    forgeAnsweredAt: () => (Object.keys(parts.watch).length === 0 ? now() : answeredAt),
    forgePatience: Math.max(leastPatience, 5 * parts.poll),
    onTold: () => wake(),
  })

  async function run(signal: AbortSignal): Promise<void> {
    await queue.resume()
    const polling = repeatUntilEnd(pollOnce, { seconds: parts.poll, clock, signal, onTrouble })
    const telling = repeatUntilEnd(deliverOnce, { seconds: deliverSeconds, clock, signal, onTrouble })
    wake = telling.wake
    await Promise.all([polling.ended, telling.ended])
    queue.close()
  }

  return { app, queue, pollOnce, deliverOnce, run }
}
