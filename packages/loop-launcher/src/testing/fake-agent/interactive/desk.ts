import { resetTime } from '../records/limit.js'
import { continuationPrompt } from '../records/user-records.js'
import { type Dialog, weeklyLimitDialog } from '../screen/dialogs.js'
import type { TerminalScreen } from '../screen/terminal-screen.js'
import type { TurnSource } from '../script/turn-source.js'
import type { AgentSession } from '../session/agent-session.js'
import type { WaitingFor } from '../session/registry.js'
import type { Stage } from '../turn/stage.js'
import type { TurnEnd } from '../turn/turn-end.js'
import { newPrompt, type SubmittedPrompt, TurnRunner } from '../turn/turn-runner.js'
import { askPermission } from './ask-permission.js'
import { AutoContinue } from './auto-continue.js'
import { compact } from './compact.js'
import { DialogHost } from './dialog-host.js'
import { IdleNotice } from './idle-notice.js'
import { LiveScreen } from './live-screen.js'
import { pastBlocks } from './past-blocks.js'
import { StatusLine } from './status-line.js'

export interface DeskParts {
  readonly session: AgentSession
  readonly terminal: TerminalScreen
  readonly turns: TurnSource
  readonly statusLine: string | undefined
}

/** Where prompts are worked off one after the other, and the questions that come up are asked. */
export class Desk {
  readonly screen: LiveScreen
  readonly dialogs: DialogHost
  readonly continuation: AutoContinue
  readonly prompts: string[] = []
  /** Gets the prompt of an interrupted turn back. */
  onInterrupted: (text: string) => void = () => undefined
  readonly #session: AgentSession
  readonly #runner: TurnRunner
  readonly #statusLine: StatusLine
  readonly #idle: IdleNotice
  readonly #queue: SubmittedPrompt[] = []
  #current: AbortController | undefined

  constructor({ session, terminal, turns, statusLine }: DeskParts) {
    this.#session = session
    this.screen = new LiveScreen(session, terminal)
    this.dialogs = new DialogHost((dialog) => this.screen.change({ dialog }))
    this.continuation = new AutoContinue(session, this.screen, () =>
      this.#enqueue(newPrompt(continuationPrompt, 'auto-continuation')),
    )
    this.#statusLine = new StatusLine(session, statusLine, (lines) => this.screen.change({ statusLine: lines }))
    this.#idle = new IdleNotice(session)
    this.#runner = new TurnRunner(session, this.#stage(terminal), turns)
  }

  get isBusy(): boolean {
    return this.#current !== undefined
  }

  open(): void {
    this.#session.registry.write('idle')
    for (const block of pastBlocks(this.#session.transcript.past)) this.screen.show(block)
    this.#statusLine.update()
    this.screen.refresh()
  }

  submit(prompt: SubmittedPrompt): void {
    this.continuation.reset()
    this.prompts.push(prompt.text)
    this.screen.change({ hint: undefined })
    this.#enqueue(prompt)
  }

  /** What is typed meanwhile waits, as during a turn. */
  async compact(): Promise<void> {
    this.#current = new AbortController()
    await compact(this.#session, this.screen)
    this.#current = undefined
    const next = this.#queue.shift()
    if (next === undefined) return
    this.#noteQueue('dequeue', next.text)
    await this.#work(next)
  }

  interrupt(): void {
    this.#current?.abort(new Error('interrupted'))
  }

  /** The newest queued prompt, which is then no longer queued; empty when there is none. */
  takeQueued(): string {
    const text = this.#queue.pop()?.text ?? ''
    this.#showQueue()
    return text
  }

  /** Asks in the middle of a session; the registry tells that somebody is waited for. */
  async ask(dialog: Dialog, waitingFor: WaitingFor = 'dialog open', signal?: AbortSignal): Promise<number | undefined> {
    const { registry } = this.#session
    registry.write('waiting', waitingFor)
    const label = await this.dialogs.ask(dialog, signal)
    registry.write(this.isBusy ? 'busy' : 'idle')
    return label
  }

  #enqueue(prompt: SubmittedPrompt): void {
    if (!this.isBusy) {
      void this.#work(prompt)
      return
    }
    this.#queue.push(prompt)
    this.#noteQueue('enqueue', prompt.text)
  }

  #noteQueue(operation: 'enqueue' | 'dequeue', content: string): void {
    const timestamp = this.#session.clock.now().toISOString()
    this.#session.transcript.note({ type: 'queue-operation', operation, timestamp, content })
    this.#showQueue()
  }

  #showQueue(): void {
    this.screen.change({ queue: this.#queue.map(({ text }) => text) })
  }

  async #work(first: SubmittedPrompt): Promise<void> {
    this.#idle.cancel()
    for (let prompt: SubmittedPrompt | undefined = first; prompt !== undefined; prompt = this.#queue.shift()) {
      if (prompt !== first) this.#noteQueue('dequeue', prompt.text)
      this.#current = new AbortController()
      this.screen.startWork()
      const end = await this.#runner.run(prompt, this.#current.signal)
      this.#current = undefined
      this.screen.endWork()
      this.#statusLine.update()
      await this.#followUp(end, prompt)
    }
    if (!this.continuation.isArmed) void this.#idle.start()
  }

  async #followUp(end: TurnEnd, prompt: SubmittedPrompt): Promise<void> {
    if (end.kind === 'interrupted' && this.#queue.length === 0) this.onInterrupted(prompt.text)
    if (end.kind !== 'failed') return
    this.screen.change({ hint: end.error.hint })
    if (end.limit === undefined) return
    const { limit, after } = end.limit
    if (after === 'auto' || after === 'missed') this.continuation.arm(end.limit)
    if (after !== 'menu') return
    const chosen = await this.ask(weeklyLimitDialog(resetTime(limit, this.#session.clock.now())))
    if (chosen === 1) this.continuation.arm(end.limit)
  }

  #stage(terminal: TerminalScreen): Stage {
    const { screen } = this
    return {
      show: (block) => screen.show(block),
      recorded: () => undefined,
      running: (command) => screen.running(command),
      retrying: (retry) => screen.retrying(retry),
      askPermission: (command, signal) =>
        askPermission(this.#session, command, (dialog) => this.ask(dialog, 'permission prompt', signal)),
      refresh: () => screen.refresh(),
      freeze: () => screen.freeze(),
      abandon: () => terminal.close(),
    }
  }
}
