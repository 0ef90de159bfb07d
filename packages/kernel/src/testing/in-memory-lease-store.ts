import { checkLeaseName, leaseLost, leaseWaitAborted } from '../lease-failures.js'
import type { Clock } from '../ports/clock.js'
import type { Lease, LeaseRequest, LeaseStore, LeaseWait, ListedLease } from '../ports/lease.js'
import { ManualClock } from './manual-clock.js'

/** Leases without a kernel: several runs share one store. The test can let a holder die. */
export class InMemoryLeaseStore implements LeaseStore {
  readonly #clock: Clock
  readonly #leases = new Map<string, ListedLease>()
  readonly #waiters = new Map<string, Array<() => void>>()

  constructor(clock: Clock = new ManualClock()) {
    this.#clock = clock
  }

  /** What is left when the holder of a lease dies: the lease, free for whoever wants it. */
  leaveBehind(name: string): void {
    this.#leases.set(name, { name, state: 'free' })
    this.#wakeWaiters(name)
  }

  async tryAcquire(name: string, { holder }: LeaseRequest): Promise<Lease | undefined> {
    checkLeaseName(name)
    if (this.#leases.get(name)?.state === 'held') return undefined
    const held: ListedLease = { name, state: 'held', heldBy: holder, heldSince: this.#clock.now() }
    this.#leases.set(name, held)
    return {
      name,
      assertHeld: async () => {
        if (this.#leases.get(name) !== held) throw leaseLost(name)
      },
      release: async () => {
        if (this.#leases.get(name) !== held) return
        this.#leases.delete(name)
        this.#wakeWaiters(name)
      },
    }
  }

  async acquire(name: string, { holder, signal, onWait }: LeaseWait): Promise<Lease> {
    for (let waited = false; ; waited = true) {
      if (signal?.aborted) throw leaseWaitAborted(name)
      const lease = await this.tryAcquire(name, { holder })
      if (lease !== undefined) return lease
      const turn = this.#nextTurn(name, signal)
      const current = this.#leases.get(name)
      if (!waited && current !== undefined) onWait?.(current)
      await turn
    }
  }

  async list(): Promise<readonly ListedLease[]> {
    return [...this.#leases.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  /** Wakes all of them, first come first served: whoever is too late queues again. */
  #wakeWaiters(name: string): void {
    for (const wake of this.#waiters.get(name)?.splice(0) ?? []) wake()
  }

  async #nextTurn(name: string, signal: AbortSignal | undefined): Promise<void> {
    const waiters = this.#waiters.get(name) ?? []
    this.#waiters.set(name, waiters)
    await new Promise<void>((resolve) => {
      waiters.push(resolve)
      signal?.addEventListener('abort', () => resolve())
    })
  }
}
