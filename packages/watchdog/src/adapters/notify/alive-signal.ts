import { post } from './post.js'

const every = 240
const timeoutMs = 10_000

/** Asks a dead-man address every few minutes; whoever owns it tells people when that stops. */
export class AliveSignal {
  readonly #url: string | undefined
  #lastAt = Number.NEGATIVE_INFINITY

  constructor(url: string | undefined) {
    this.#url = url
  }

  /** Without waiting for the answer; `at` in epoch seconds. */
  give(at: number): void {
    if (this.#url === undefined || at - this.#lastAt < every) return
    this.#lastAt = at
    void post({ url: this.#url, method: 'GET', token: undefined, body: undefined, timeoutMs })
  }
}
