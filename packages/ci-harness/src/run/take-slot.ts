import type { Clock, Lease, LeaseStore } from '@cc-ci/kernel'

export interface SlotRequest {
  /** How many runs may be on this host at once: the one knob (K-03). */
  readonly capacity: number
  readonly holder: string
  readonly signal: AbortSignal
  /** Called once, when all slots are taken. */
  readonly onWait: () => void
}

const retryMs = 500

/** Waits for one of the host's slots. It is a lease like any other, so a run that dies frees it. */
export async function takeSlot(
  request: SlotRequest,
  { leases, clock }: { leases: LeaseStore; clock: Clock },
): Promise<Lease> {
  for (let attempt = 0; ; attempt += 1) {
    for (let slot = 1; slot <= request.capacity; slot += 1) {
      const lease = await leases.tryAcquire(`slot-${slot}`, { holder: request.holder })
      if (lease !== undefined) return lease
    }
    if (attempt === 0) request.onWait()
    await clock.sleep(retryMs, request.signal)
  }
}
