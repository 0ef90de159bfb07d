import type { AgentSession } from './session/agent-session.js'

/** A SessionEnd hook that takes longer is left behind. */
const lastHookMs = 1500

const signalCodes = { SIGINT: 0, SIGTERM: 143, SIGHUP: 129 } as const
type HandledSignal = keyof typeof signalCodes
const handledSignals: readonly HandledSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** The exit code of somebody whose terminal has gone. */
export const hangUpCode = signalCodes.SIGHUP

/**
 * The way out that tells everybody: hooks, registry, terminal. Also taken at the signals that can be handled; after
 * QUIT and KILL the registry keeps an entry that is no longer true.
 */
export class OrderlyExit {
  readonly #session: AgentSession
  readonly #closeTerminal: (lastWords: string) => boolean
  #leaving = false

  /** `closeTerminal` tells whether there was still one. */
  constructor(session: AgentSession, closeTerminal: (lastWords: string) => boolean) {
    this.#session = session
    this.#closeTerminal = closeTerminal
  }

  listen(): void {
    for (const signal of handledSignals) process.on(signal, this.#onSignal)
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGTERM' && this.#session.ignoresTerm) return
    void this.leave(signalCodes[signal as HandledSignal], 'other')
  }

  async leave(code: number, reason: string): Promise<void> {
    if (this.#leaving) return
    this.#leaving = true
    const { hooks, registry } = this.#session
    await hooks.fire({ hook_event_name: 'SessionEnd', reason }, lastHookMs)
    registry.remove()
    if (this.#closeTerminal(this.#lastWords())) process.exit(code)
    // Node aborts when it cannot give a terminal back that is gone; a second signal ends it without that.
    process.off('SIGHUP', this.#onSignal)
    process.kill(process.pid, 'SIGHUP')
  }

  #lastWords(): string {
    const { facts, transcript } = this.#session
    if (facts.headless || !transcript.exists) return ''
    const flags = facts.permissionMode === 'bypassPermissions' ? ' --dangerously-skip-permissions' : ''
    return `\r\nResume this session with:\r\nclaude${flags} --resume ${facts.sessionId}\r\n`
  }
}
