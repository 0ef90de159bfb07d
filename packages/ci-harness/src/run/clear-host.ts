import { availableParallelism, loadavg } from 'node:os'
import type { RunResult } from '@cc-ci/contracts/run-result'
import type { Belongings } from '../ports/swarm.js'
import { isRunAppDomain, stackNameOf } from '../recipe/names.js'
import { type JanitorWorld, reapOrphans } from './janitor.js'
import { tearDown } from './teardown.js'

/** What a run met on its host, and what was worth a line of it. */
export interface ClearedHost {
  readonly start: NonNullable<RunResult['start']>
  readonly warnings: readonly string[]
}

/**
 * Removes what dead runs left, that of this very domain too, and says what was met (K-16): whoever looks into a slow or
 * strange run later must see who else loaded the host. `own` is the world in which this run may change things; with
 * `keepsOwn` what lies under its domain is a kept app, which is put back and not removed.
 */
export async function clearHost(
  { zone, domain, keepsOwn }: { readonly zone: string; readonly domain: string; readonly keepsOwn?: boolean },
  { world, own }: { readonly world: JanitorWorld; readonly own: JanitorWorld },
): Promise<ClearedHost> {
  const load = loadavg()[0] ?? 0
  const runs = await otherRuns({ zone, domain }, world)
  const janitor = await reapOrphans({ zone, own: domain }, world)
  const stack = stackNameOf({}, domain)
  const left = keepsOwn ? [] : namesIn(await own.swarm.belongings(stack))
  const stays = left.length === 0 ? [] : await tearDown(stack, own)
  return {
    start: { load: Math.round(load * 100) / 100, cores: availableParallelism(), runs },
    warnings: [
      ...janitor.reaped.map((orphan) => `A dead run had left ${orphan}; it was removed.`),
      ...janitor.notes,
      ...(left.length === 0 ? [] : [`A dead run of this domain had left ${left.join(', ')}; it was removed.`]),
      ...stays.map((what) => `Left by an earlier run and not removable: ${what}.`),
    ],
  }
}

async function otherRuns(
  { zone, domain }: { readonly zone: string; readonly domain: string },
  { leases }: Pick<JanitorWorld, 'leases'>,
): Promise<string[]> {
  const held = (await leases.list()).filter(({ state, name }) => state === 'held' && name !== domain)
  return held
    .filter(({ name }) => isRunAppDomain(name, zone))
    .map(({ name, heldBy }) => `${name}, held by ${heldBy ?? 'another run'}`)
}

const namesIn = (belongings: Belongings): string[] => Object.values(belongings).flat()
