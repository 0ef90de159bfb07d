import type { Block } from '../screen/blocks.js'
import type { Dialog } from '../screen/dialogs.js'
import { type Activity, drawFrame } from '../screen/frame.js'
import type { TerminalScreen } from '../screen/terminal-screen.js'
import type { AgentSession } from '../session/agent-session.js'
import { displayName } from '../session/meter.js'
import type { Retry } from '../turn/stage.js'

interface Progress {
  readonly since: number
  beat: number
  tool: { readonly command: string; readonly since: number } | undefined
  retry: (Retry & { readonly since: number }) | undefined
}

/** What is on the screen besides the conversation and its progress. */
export interface ScreenState {
  draft: string
  hint: string | undefined
  armed: string | undefined
  dialog: Dialog | undefined
  statusLine: readonly string[]
  queue: readonly string[]
  /** Before the first turn is over. */
  fresh: boolean
}

/** The conversation on the terminal: drawn again at every change, and at each beat while the client is busy. */
export class LiveScreen {
  readonly #session: AgentSession
  readonly #screen: TerminalScreen
  readonly #blocks: Block[] = []
  #state: ScreenState = {
    draft: '',
    hint: undefined,
    armed: undefined,
    dialog: undefined,
    statusLine: [],
    queue: [],
    fresh: true,
  }
  #progress: Progress | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(session: AgentSession, screen: TerminalScreen) {
    this.#session = session
    this.#screen = screen
  }

  show(block: Block): void {
    this.#blocks.push(block)
    this.refresh()
  }

  change(changes: Partial<ScreenState>): void {
    this.#state = { ...this.#state, ...changes }
    this.refresh()
  }

  startWork(): void {
    this.#progress = { since: this.#session.clock.monotonic(), beat: 0, tool: undefined, retry: undefined }
    this.#timer = setInterval(() => this.#tick(), this.#session.beatMs)
    this.refresh()
  }

  endWork(): void {
    clearInterval(this.#timer)
    this.#progress = undefined
    this.#state = { ...this.#state, fresh: false }
    this.#screen.setTitle('✳ Claude Code')
    this.refresh()
  }

  running(command: string | undefined): void {
    if (this.#progress === undefined) return
    this.#progress.tool = command === undefined ? undefined : { command, since: this.#session.clock.monotonic() }
    this.refresh()
  }

  retrying(retry: Retry | undefined): void {
    if (this.#progress === undefined) return
    this.#progress.retry = retry && { ...retry, since: this.#session.clock.monotonic() }
    this.refresh()
  }

  freeze(): void {
    clearInterval(this.#timer)
    this.#screen.freeze()
  }

  refresh(): void {
    const { facts, transcript } = this.#session
    const { dialog, queue } = this.#state
    const busy = this.#progress !== undefined
    if (busy) this.#screen.setTitle(dialog === undefined ? this.#busyTitle() : '✳ Claude Code')
    const view = {
      ...this.#state,
      version: facts.version,
      model: displayName(facts.model),
      cwd: facts.cwd,
      blocks: [...this.#blocks, ...this.#toolBlock(), ...queue.map((text) => ({ kind: 'queued', text }) as const)],
      activity: this.#activity(),
      beat: this.#progress?.beat ?? 0,
      hint: queue.length > 0 ? 'Press up to edit queued messages' : this.#state.hint,
      permissionMode: facts.permissionMode,
      busy,
      diskFull: transcript.diskFull,
    }
    this.#screen.draw(drawFrame(view, this.#screen.size))
  }

  #tick(): void {
    if (this.#progress === undefined) return
    this.#progress.beat += 1
    this.refresh()
  }

  #busyTitle(): string {
    return `${(this.#progress?.beat ?? 0) % 2 === 0 ? '◐' : '◑'} Claude Code`
  }

  #toolBlock(): readonly Block[] {
    const tool = this.#progress?.tool
    if (tool === undefined) return []
    const seconds = this.#state.dialog === undefined ? this.#session.secondsSince(tool.since) : undefined
    return [{ kind: 'tool', command: tool.command, seconds }]
  }

  #activity(): Activity | undefined {
    if (this.#progress === undefined) return undefined
    const { retry, since } = this.#progress
    if (retry === undefined) return { kind: 'thinking', seconds: this.#session.secondsSince(since), tokens: 20 }
    const { cause, attempt, of, seconds } = retry
    const left = Math.max(0, seconds - this.#session.secondsSince(retry.since))
    return { kind: 'retry', cause, attempt, of, seconds: left }
  }
}
