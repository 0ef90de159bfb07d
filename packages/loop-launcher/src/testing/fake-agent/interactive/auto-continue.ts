import { type HitLimit, resetTime } from '../records/limit.js'
import { noticeRecord } from '../records/user-records.js'
import type { AgentSession } from '../session/agent-session.js'
import type { LiveScreen } from './live-screen.js'
import { notify } from './notify.js'

/** It goes on this long after the limit is over. */
const lateSeconds = 40

const mostInARow = 3

/** Goes on by itself once a limit is over, until somebody presses Escape. */
export class AutoContinue {
  readonly #session: AgentSession
  readonly #screen: LiveScreen
  readonly #goOn: () => void
  #armed: AbortController | undefined
  #inARow = 0

  constructor(session: AgentSession, screen: LiveScreen, goOn: () => void) {
    this.#session = session
    this.#screen = screen
    this.#goOn = goOn
  }

  get isArmed(): boolean {
    return this.#armed !== undefined
  }

  /** After a prompt of a person it may go on by itself three times more. */
  reset(): void {
    this.#inARow = 0
    this.#disarm()
  }

  arm({ limit, after }: HitLimit): void {
    if (this.#inARow >= mostInARow) return
    this.#inARow += 1
    const time = resetTime(limit, this.#session.clock.now())
    this.#note(`Usage limit reached · set to continue automatically at ${time}`)
    const armed = new AbortController()
    this.#armed = armed
    this.#screen.change({ armed: time })
    if (after !== 'missed') void this.#wait(limit.resetsAt, armed.signal)
  }

  cancel(): void {
    this.#disarm()
    this.#note('Automatic continue cancelled · send a message to continue')
  }

  async #wait(resetsAt: number, signal: AbortSignal): Promise<void> {
    try {
      const { clock } = this.#session
      await clock.sleep(Math.max(0, resetsAt * 1000 - clock.now().getTime()), signal)
      this.#screen.change({ armed: 'Continuing shortly' })
      await this.#session.sleep(lateSeconds, signal)
    } catch {
      return // cancelled
    }
    this.#disarm()
    this.#note('Usage limit reset · Continuing automatically')
    await notify(this.#session, 'quota_auto_resume_fired', 'Usage limit reset — Claude is continuing your task')
    this.#goOn()
  }

  #note(text: string): void {
    this.#session.record(noticeRecord(text))
    this.#screen.show({ kind: 'notice', text })
  }

  #disarm(): void {
    this.#armed?.abort()
    this.#armed = undefined
    this.#screen.change({ armed: undefined })
  }
}
