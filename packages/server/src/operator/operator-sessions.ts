import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readToken } from './operator-token.js'

export interface OperatorSession {
  readonly id: string
  readonly who: string
  /** Stands in each form of the session’s pages: another site cannot know it. */
  readonly formToken: string
  /** Epoch seconds. */
  readonly expiresAt: number
}

/** An evening of work; who needs longer logs in again. */
export const sessionSeconds = 12 * 3600
const mostSessions = 200

/** Who is logged in. Kept in memory alone: when the server ends, so do they. */
export class OperatorSessions {
  readonly #key: Uint8Array
  /** Epoch seconds. */
  readonly #now: () => number
  readonly #sessions = new Map<string, OperatorSession>()
  /** Links that were used, with when they expire. */
  readonly #used = new Map<string, number>()

  constructor(key: Uint8Array, now: () => number) {
    this.#key = key
    this.#now = now
  }

  /** Begins a session by the token of a login link; undefined for one that is forged, expired or was used. */
  begin(loginToken: string): OperatorSession | undefined {
    const now = this.#now()
    const token = readToken(this.#key, loginToken, { purpose: 'login', now })
    if (token === undefined || this.#used.has(token.nonce)) return undefined
    for (const [nonce, expiresAt] of this.#used) if (expiresAt <= now) this.#used.delete(nonce)
    this.#used.set(token.nonce, token.expiresAt)
    const session = {
      ...{ id: randomBytes(32).toString('base64url'), who: token.who },
      ...{ formToken: randomBytes(32).toString('base64url'), expiresAt: now + sessionSeconds },
    }
    const [oldest] = this.#sessions.keys()
    if (this.#sessions.size >= mostSessions && oldest !== undefined) this.#sessions.delete(oldest)
    this.#sessions.set(session.id, session)
    return session
  }

  find(id: string | undefined): OperatorSession | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(id)
    return session !== undefined && session.expiresAt > this.#now() ? session : undefined
  }

  end(id: string): void {
    this.#sessions.delete(id)
  }

  /** Who calls with a token of our own program; undefined for one that is forged or expired. */
  caller(callToken: string): string | undefined {
    return readToken(this.#key, callToken, { purpose: 'call', now: this.#now() })?.who
  }
}

/** Compares a token of a form in a time that tells nothing of it. */
export function isFormToken(session: OperatorSession, given: unknown): boolean {
  if (typeof given !== 'string') return false
  const [one, other] = [Buffer.from(given), Buffer.from(session.formToken)]
  return one.length === other.length && timingSafeEqual(one, other)
}
