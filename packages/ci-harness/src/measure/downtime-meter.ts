import type { Clock } from '@cc-ci/kernel'
import type { HttpProbe } from '../ports/http-probe.js'
import { judgeAnswer } from '../serve/judge-answer.js'

const everyMs = 250

/** Asks the app every 250 ms while something happens to it, and adds up the time in which it did not serve. */
export class DowntimeMeter {
  readonly #stop = new AbortController()
  readonly #done: Promise<number>

  constructor(
    app: { domain: string; path: string; ok: readonly number[] },
    { clock, http }: { clock: Clock; http: HttpProbe },
  ) {
    this.#done = this.#measure(app, clock, http)
  }

  /** Ends the measurement; seconds without service. */
  async stop(): Promise<number> {
    this.#stop.abort()
    return this.#done
  }

  async #measure(
    app: { domain: string; path: string; ok: readonly number[] },
    clock: Clock,
    http: HttpProbe,
  ): Promise<number> {
    let downMs = 0
    let last = clock.monotonic()
    while (!this.#stop.signal.aborted) {
      const answer = await http.get({ domain: app.domain, path: app.path, timeoutMs: 2_000 })
      const now = clock.monotonic()
      if (!judgeAnswer(answer, app.ok, app).serving) downMs += now - last
      last = now
      await clock.sleep(everyMs, this.#stop.signal).catch(() => undefined)
    }
    return Math.round(downMs / 10) / 100
  }
}
