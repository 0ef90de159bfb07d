import { randomUUID } from 'node:crypto'
import type { TurnSource } from '../script/turn-source.js'
import type { AgentSession } from '../session/agent-session.js'
import type { Stage } from '../turn/stage.js'
import type { TurnEnd } from '../turn/turn-end.js'
import { newPrompt, TurnRunner } from '../turn/turn-runner.js'
import { readUserMessage } from './read-user-message.js'
import {
  initMessage,
  type ResultFacts,
  rateLimitMessage,
  recordMessage,
  resultMessage,
  type StreamMessage,
} from './stream-messages.js'

export interface HeadlessOptions {
  readonly replay: boolean
  readonly emit: (message: StreamMessage) => void
}

/** Answers prompts one after the other without a screen; all it says are messages. */
export class HeadlessClient {
  readonly #session: AgentSession
  readonly #options: HeadlessOptions
  readonly #runner: TurnRunner
  readonly #waiting: (() => Promise<void>)[] = []
  #current: AbortController | undefined
  #working: Promise<void> = Promise.resolve()
  #results = 0
  #last: TurnEnd | undefined

  constructor(session: AgentSession, turns: TurnSource, options: HeadlessOptions) {
    this.#session = session
    this.#options = options
    this.#runner = new TurnRunner(session, this.#stage(), turns)
  }

  /** Whether the last turn gave an answer. */
  get succeeded(): boolean {
    return this.#last === undefined || this.#last.kind === 'answered'
  }

  /** Ends when every prompt so far has its result. */
  get finished(): Promise<void> {
    return this.#working
  }

  readLine(text: string): void {
    const message = readUserMessage(text)
    if (message.kind === 'malformed') throw new SyntaxError(text)
    if (message.kind === 'interrupt') this.#interrupt(message.requestId)
    if (message.kind !== 'prompt') return
    if (this.#options.replay) {
      const replayed = { ...message.line, type: 'user', isReplay: true }
      this.#emit({
        uuid: randomUUID(),
        parent_tool_use_id: null,
        ...replayed,
        session_id: this.#session.facts.sessionId,
      })
    }
    this.submit(message.text)
  }

  submit(text: string): void {
    this.#waiting.push(() => this.#turn(text))
    this.#working = this.#working.then(() => this.#waiting.shift()?.())
  }

  async #turn(text: string): Promise<void> {
    const startedAt = this.#session.clock.monotonic()
    if (this.#results === 0) this.#emit(initMessage(this.#session))
    this.#current = new AbortController()
    this.#last = await this.#runner.run(newPrompt(text), this.#current.signal)
    this.#current = undefined
    const facts: ResultFacts = {
      durationMs: this.#session.clock.monotonic() - startedAt,
      index: this.#results,
      queued: this.#waiting.length,
    }
    this.#results += 1
    this.#emit(resultMessage(this.#session, this.#last, facts))
  }

  #interrupt(requestId: string): void {
    this.#current?.abort(new Error('interrupted'))
    this.#emit({ type: 'control_response', response: { subtype: 'success', request_id: requestId } })
  }

  #emit(message: StreamMessage): void {
    this.#options.emit(message)
  }

  #stage(): Stage {
    const { sessionId } = this.#session.facts
    const nothing = () => undefined
    return {
      show: nothing,
      running: nothing,
      retrying: nothing,
      refresh: nothing,
      freeze: nothing,
      abandon: nothing,
      // Without a screen there is nobody to ask.
      askPermission: async () => false,
      recorded: (record) => {
        const { limit } = this.#session
        if (record.quotaLimits !== undefined && limit !== undefined) {
          this.#emit(rateLimitMessage(limit.limit, sessionId))
        }
        const message = recordMessage(record, sessionId)
        if (message !== undefined) this.#emit(message)
      },
    }
  }
}
