import type { AgentSession } from '../session/agent-session.js'
import { notify } from './notify.js'

const patienceSeconds = 60

/** Notifies once when nobody has given it anything to do for a minute. */
export class IdleNotice {
  readonly #session: AgentSession
  #waiting = new AbortController()

  constructor(session: AgentSession) {
    this.#session = session
  }

  cancel(): void {
    this.#waiting.abort()
  }

  async start(): Promise<void> {
    this.#waiting = new AbortController()
    try {
      await this.#session.sleep(patienceSeconds, this.#waiting.signal)
    } catch {
      return // there is work again
    }
    await notify(this.#session, 'idle_prompt', 'Claude is waiting for your input')
  }
}
