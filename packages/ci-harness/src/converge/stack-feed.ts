import type { Clock } from '@cc-ci/kernel'
import type { StackState, Subscription, Swarm, SwarmEvent } from '../ports/swarm.js'

/** What is known of a stack now: its last state, everything that happened, and whether that is still true. */
export class StackFeed {
  readonly #stack: string
  readonly #swarm: Swarm
  readonly #clock: Clock
  readonly #onEvent: (event: SwarmEvent) => void
  readonly #events: SwarmEvent[] = []
  #state: StackState = { services: [], tasks: [] }
  #fingerprint = ''
  #subscription: Subscription | undefined
  #closed = false
  #hasNews = false
  #wake: () => void = () => {}
  #trouble: Error | undefined
  #movedAt: number

  constructor(stack: string, world: { swarm: Swarm; clock: Clock; onEvent: (event: SwarmEvent) => void }) {
    this.#stack = stack
    this.#swarm = world.swarm
    this.#clock = world.clock
    this.#onEvent = world.onEvent
    this.#movedAt = world.clock.monotonic()
  }

  /** Everything since `open`, oldest first; only ever appended to. */
  get events(): readonly SwarmEvent[] {
    return this.#events
  }

  get state(): StackState {
    return this.#state
  }

  /** Why the last look failed; `state` may then be out of date. */
  get trouble(): Error | undefined {
    return this.#trouble
  }

  /** For how long, in milliseconds, nothing has happened. */
  get stillForMs(): number {
    return this.#clock.monotonic() - this.#movedAt
  }

  /** Listens first and looks then, so that nothing falls between; throws when the Swarm does not answer. */
  async open(): Promise<void> {
    await this.#subscribe()
    await this.#look()
  }

  close(): void {
    this.#closed = true
    this.#subscription?.close()
  }

  /** A look that fails leaves the last state and tells why in `trouble`; a lost stream of events is opened again. */
  async refresh(): Promise<void> {
    try {
      if (this.#subscription === undefined) await this.#subscribe()
      await this.#look()
      this.#trouble = undefined
    } catch (error) {
      this.#trouble = error instanceof Error ? error : new Error(String(error))
    }
  }

  /** Resolves at the next event, or after `atMostMs`; rejects with the signal's reason. */
  async nextChange(atMostMs: number, signal?: AbortSignal): Promise<void> {
    if (!this.#hasNews) await this.#sleepUntilWoken(atMostMs, signal)
    this.#hasNews = false
  }

  async #sleepUntilWoken(atMostMs: number, signal: AbortSignal | undefined): Promise<void> {
    const woken = new AbortController()
    this.#wake = () => woken.abort()
    try {
      await this.#clock.sleep(atMostMs, signal ? AbortSignal.any([signal, woken.signal]) : woken.signal)
    } catch (error) {
      signal?.throwIfAborted()
      if (!woken.signal.aborted) throw error
    } finally {
      this.#wake = () => {}
    }
  }

  async #subscribe(): Promise<void> {
    const subscription = await this.#swarm.watch(
      this.#stack,
      (event) => this.#take(event),
      () => {
        this.#subscription = undefined
        this.#stir()
      },
    )
    if (this.#closed) subscription.close()
    else this.#subscription = subscription
  }

  #take(event: SwarmEvent): void {
    this.#events.push(event)
    this.#movedAt = this.#clock.monotonic()
    this.#onEvent(event)
    this.#stir()
  }

  #stir(): void {
    this.#hasNews = true
    this.#wake()
  }

  async #look(): Promise<void> {
    this.#state = await this.#swarm.stackState(this.#stack)
    const { services, tasks } = this.#state
    const fingerprint = JSON.stringify([
      services.map(({ name, templateHash, update }) => [name, templateHash, update?.state]),
      tasks.map(({ id, state, desiredState }) => [id, state, desiredState]),
    ])
    if (fingerprint === this.#fingerprint) return
    this.#fingerprint = fingerprint
    this.#movedAt = this.#clock.monotonic()
  }
}
