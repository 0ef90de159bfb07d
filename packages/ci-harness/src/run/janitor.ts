import { isCcCiError, type LeaseStore } from '@cc-ci/kernel'
import type { Swarm } from '../ports/swarm.js'
import { isRunAppDomain, runAppPattern } from '../recipe/names.js'
import { sweepLease } from '../sweep/take-sweep-lease.js'
import { type TeardownWorld, tearDown } from './teardown.js'

export interface JanitorWorld extends TeardownWorld {
  readonly swarm: TeardownWorld['swarm'] & Pick<Swarm, 'stacks'>
  readonly leases: LeaseStore
}

export interface JanitorReport {
  readonly reaped: readonly string[]
  readonly notes: readonly string[]
}

const longHeldMs = 120 * 60_000

/**
 * Reaps run apps whose lease nobody holds. The kernel lock is the only oracle: a held one is left alone however old,
 * and an orphan is torn down while its lease is ours, so that two janitors or a new run never meet (K-02, K-08, K-12).
 */
export async function reapOrphans(
  { zone, own }: { zone: string; own: string },
  world: JanitorWorld,
): Promise<JanitorReport> {
  const reaped: string[] = []
  const notes: string[] = []
  const leases = await world.leases.list()
  for (const lease of leases) {
    if (lease.state === 'unreadable') notes.push(`The lease ${lease.name} cannot be read; it was left alone.`)
    const heldMs = world.clock.now().getTime() - (lease.heldSince?.getTime() ?? Number.POSITIVE_INFINITY)
    if (lease.state === 'held' && heldMs > longHeldMs && lease.name !== sweepLease)
      notes.push(`The lease ${lease.name} has been held for over 120 minutes.`)
  }
  const apps = (await world.swarm.stacks()).filter((stack) => runAppPattern(zone).test(stack))
  const domains = new Set([
    ...apps.map((stack) => domainOf(stack, zone)),
    ...leases.filter(({ state, name }) => state === 'free' && isRunAppDomain(name, zone)).map(({ name }) => name),
  ])
  domains.delete(own)
  for (const domain of domains) {
    const outcome = await reap(
      domain,
      apps.find((stack) => domainOf(stack, zone) === domain),
      world,
    )
    if (outcome === 'reaped') reaped.push(domain)
    if (typeof outcome === 'object') notes.push(outcome.note)
  }
  return { reaped, notes }
}

async function reap(
  domain: string,
  stack: string | undefined,
  world: JanitorWorld,
): Promise<'reaped' | 'nothing' | { note: string }> {
  try {
    const lease = await world.leases.tryAcquire(domain, { holder: 'janitor' })
    if (lease === undefined) return 'nothing'
    try {
      if (stack === undefined) return 'nothing'
      const left = await tearDown(stack, world)
      if (left.length === 0) return 'reaped'
      return { note: `The orphan ${domain} could not be removed whole; it still has ${left.join(', ')}.` }
    } finally {
      await lease.release()
    }
  } catch (error) {
    if (!isCcCiError(error)) throw error
    return { note: `The orphan ${domain} could not be reaped: ${error.message}` }
  }
}

// A stack name may be cut, but never before its first underscore.
const domainOf = (stack: string, zone: string): string => `${stack.split('_')[0]}.${zone}`
