import { CcCiError, type Lease, type LeaseStore } from '@cc-ci/kernel'

/** Held for hours by a sweep of many recipes, unlike any other lease. */
export const sweepLease = 'sweep'

/** Keeps a second sweep off this host, since both would test the same recipes. Throws SWEEP_RUNNING. */
export async function takeSweepLease(leases: Pick<LeaseStore, 'tryAcquire'>): Promise<Lease> {
  const lease = await leases.tryAcquire(sweepLease, { holder: 'sweep' })
  if (lease !== undefined) return lease
  throw new CcCiError('SWEEP_RUNNING', 'Another sweep is running on this host.', {
    hint: 'Wait for its end. cc-ci sweep --plan shows meanwhile what a sweep would do.',
    exitCode: 3,
  })
}
