import type { NotifySettings } from '@cc-ci/contracts/watchdog-settings'
import { z } from 'zod'
import type { Severity } from '../../decide/action.js'
import { chooseBatch, isFor, retryAfter } from '../../notify/choose-batch.js'
import type { Notice, NoticeBoard, Notifier } from '../../ports/notifier.js'
import { readTextFile, writeDurably } from '../durable-file.js'

/** A channel, and the least severe notice that it gets. */
export interface OpenChannel {
  readonly notifier: Notifier
  readonly from: Severity
}

export interface NoticeQueueOptions {
  readonly file: string
  readonly channels: readonly OpenChannel[]
  readonly rules: Pick<NotifySettings, 'digest' | 'quietHours'>
  /** Told when a channel begins to fail, and when it works again. */
  readonly say: (line: string) => void
}

const noticeSchema = z.object({
  id: z.string(),
  loop: z.string().nullable(),
  key: z.string(),
  severity: z.enum(['page', 'warn', 'info']),
  title: z.string(),
  text: z.string(),
  at: z.number(),
})
const queueSchema = z.object({
  /** With the names of the channels that do not have it yet. */
  waiting: z.array(z.object({ notice: noticeSchema, to: z.array(z.string()) })),
  /** What somebody was told of, and is not over. */
  told: z.array(noticeSchema),
  known: z.array(z.string()),
})
type Queue = z.infer<typeof queueSchema>

const mostWaiting = 500
const mostKnown = 1000
const mostPerHour = 30

interface ChannelState {
  busy: boolean
  failures: number
  nextAt: number
  sentAt: readonly number[]
}

/** Notices on the disk until each channel has them. What it cannot send it tries again, and keeps nobody waiting. */
export class NoticeQueue implements NoticeBoard {
  readonly #options: NoticeQueueOptions
  readonly #channels: ReadonlyMap<OpenChannel, ChannelState>
  readonly #sending = new Set<Promise<void>>()
  #queue: Queue

  constructor(options: NoticeQueueOptions) {
    this.#options = options
    const idle = (): ChannelState => ({ busy: false, failures: 0, nextAt: 0, sentAt: [] })
    this.#channels = new Map(options.channels.map((channel) => [channel, idle()]))
    this.#queue = readQueue(options.file)
  }

  put({ id, loop, key, severity, title, text, at }: Notice): void {
    if (this.#queue.known.includes(id)) return
    const notice: Notice = { id, loop, key, severity, title, text, at }
    const to = this.#options.channels.filter(({ from }) => isFor(from, notice)).map(({ notifier }) => notifier.name)
    const waiting = to.length === 0 ? this.#queue.waiting : [...this.#queue.waiting, { notice, to }]
    this.#keep({ ...this.#queue, waiting: bounded(waiting), known: [...this.#queue.known, id].slice(-mostKnown) })
  }

  clear(key: string, at: number): void {
    const { waiting, told } = this.#queue
    const over = told.filter((notice) => notice.key === key)
    // Nobody need be told of what is over before anybody heard of it.
    const left = waiting.filter(({ notice }) => notice.key !== key)
    this.#keep({ ...this.#queue, waiting: left, told: told.filter((notice) => notice.key !== key) })
    for (const { id, loop, title } of over) {
      this.put({ id: `${id} over`, loop, key: `${key} over`, severity: 'warn', title: `over: ${title}`, text: '', at })
    }
  }

  deliver(at: number): void {
    for (const [channel, state] of this.#channels) {
      if (!state.busy && at >= state.nextAt) this.#begin(channel, state, at)
    }
  }

  async settle(ms: number): Promise<void> {
    await Promise.race([Promise.all([...this.#sending]), this.#later(ms)])
  }

  #later(ms: number): Promise<void> {
    return new Promise((resolve) => AbortSignal.timeout(ms).addEventListener('abort', () => resolve()))
  }

  #begin(channel: OpenChannel, state: ChannelState, at: number): void {
    const { name } = channel.notifier
    const waiting = this.#queue.waiting.filter(({ to }) => to.includes(name)).map(({ notice }) => notice)
    const batch = waiting.length === 0 ? [] : chooseBatch(waiting, at, this.#options.rules)
    const recent = state.sentAt.filter((time) => at - time < 3600)
    if (batch.length === 0 || recent.length >= mostPerHour) return
    state.busy = true
    state.sentAt = [...recent, at]
    const work = this.#send(channel, batch).then((failed) => {
      state.busy = false
      state.failures = failed ? state.failures + 1 : 0
      state.nextAt = failed ? at + retryAfter(state.failures) : 0
      this.#sending.delete(work)
    })
    this.#sending.add(work)
  }

  /** Whether it failed. */
  async #send({ notifier }: OpenChannel, batch: readonly Notice[]): Promise<boolean> {
    const { delivered, detail } = await notifier.send(batch).catch((error: Error) => ({
      delivered: false,
      detail: error.name,
    }))
    if (delivered) this.#settleBatch(notifier.name, batch)
    else this.#options.say(`${notifier.name} was not reached (${detail}); it is tried again.`)
    return !delivered
  }

  #settleBatch(name: string, batch: readonly Notice[]): void {
    const ids = new Set(batch.map(({ id }) => id))
    const { waiting, told } = this.#queue
    const left = waiting
      .map((each) => (ids.has(each.notice.id) ? { ...each, to: each.to.filter((to) => to !== name) } : each))
      .filter(({ to }) => to.length > 0)
    const others = told.filter(({ id }) => !ids.has(id))
    const news = batch.filter(({ key }) => !key.endsWith(' over'))
    this.#keep({ ...this.#queue, waiting: left, told: [...others, ...news].slice(-mostWaiting) })
  }

  /** A full disk does not keep it from telling; only a crash would lose what is then in memory alone. */
  #keep(queue: Queue): void {
    this.#queue = queue
    try {
      writeDurably(this.#options.file, `${JSON.stringify(queue)}\n`)
    } catch (error) {
      this.#options.say(`Notices cannot be kept on the disk: ${(error as Error).message}`)
    }
  }
}

function bounded(waiting: Queue['waiting']): Queue['waiting'] {
  if (waiting.length <= mostWaiting) return waiting
  const least = waiting.findIndex(({ notice }) => notice.severity !== 'page')
  return waiting.filter((_, index) => index !== Math.max(least, 0))
}

/** One that cannot be read is begun anew: what is still wrong is told again. */
function readQueue(file: string): Queue {
  const empty: Queue = { waiting: [], told: [], known: [] }
  try {
    return queueSchema.safeParse(JSON.parse(readTextFile(file) ?? '')).data ?? empty
  } catch {
    return empty
  }
}
