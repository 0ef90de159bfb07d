import type { AgentSession } from './session/agent-session.js'

/** A SessionEnd hook that takes longer is left behind. */
const lastHookMs = 1500

const signalCodes = { SIGINT: 0, SIGTERM: 143, SIGHUP: 129 } as const

/**
 * The way out that tells everybody: hooks, registry, terminal. Also taken at the signals that can be handled; after
 * QUIT and KILL the registry keeps an entry that is no longer true.
 */
export class OrderlyExit {
  readonly #session: AgentSession
  readonly #closeTerminal: (lastWords: string) => void
  #leaving = false

  constructor(session: AgentSession, closeTerminal: (lastWords: string) => void) {
    this.#session = session
    this.#closeTerminal = closeTerminal
  }

  listen(): void {
    for (const [signal, code] of Object.entries(signalCodes)) {
      process.on(signal, () => {
        if (signal === 'SIGTERM' && this.#session.ignoresTerm) return
        void this.leave(code, 'other')
      })
    }
  }

  async leave(code: number, reason: string): Promise<void> {
    if (this.#leaving) return
    this.#leaving = true
    const { hooks, registry } = this.#session
    await hooks.fire({ hook_event_name: 'SessionEnd', reason }, lastHookMs)
    registry.remove()
    this.#closeTerminal(this.#lastWords())
    process.exit(code)
  }

  #lastWords(): string {
    const { facts, transcript } = this.#session
    if (facts.headless || !transcript.exists) return ''
    const flags = facts.permissionMode === 'bypassPermissions' ? ' --dangerously-skip-permissions' : ''
    return `\r\nResume this session with:\r\nclaude${flags} --resume ${facts.sessionId}\r\n`
  }
}
