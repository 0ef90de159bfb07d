import type { Clock } from '@cc-ci/kernel'
import { longestTyped } from './input-decoder.js'

/** For how long nothing may come until a burst is over. */
const quietMs = 50

/** What is too long to have been typed is a paste, and the rest of one takes its time on a busy machine. */
const quietAfterPasteMs = 250

/**
 * Puts together what a terminal sends at once: the kernel may hand it over in several pieces, and a paste that is cut in
 * two would be two pastes, or one and typed text.
 */
export class InputBurst {
  readonly #clock: Pick<Clock, 'sleep'>
  readonly #take: (burst: string) => void
  #pieces = ''
  #waits = false

  constructor(clock: Pick<Clock, 'sleep'>, take: (burst: string) => void) {
    this.#clock = clock
    this.#take = take
  }

  add(piece: string): void {
    this.#pieces += piece
    if (!this.#waits) void this.#waitForQuiet()
  }

  async #waitForQuiet(): Promise<void> {
    this.#waits = true
    for (let seen = ''; seen !== this.#pieces; ) {
      seen = this.#pieces
      await this.#clock.sleep(seen.length > longestTyped ? quietAfterPasteMs : quietMs)
      // What came while this process had no processor is read before its timers are looked at again.
      await new Promise((resolve) => setImmediate(resolve))
    }
    const burst = this.#pieces
    this.#pieces = ''
    this.#waits = false
    this.#take(burst)
  }
}
