import { type TierName, tierNames } from '@cc-ci/contracts/run-result'
import type { KeptApp } from '@cc-ci/contracts/sweep-state'
import { isCcCiError } from '@cc-ci/kernel'
import type { HarnessWorld } from '../run/harness-world.js'
import { planInScratch } from '../run/plan-in-scratch.js'
import { resolveHead } from '../run/resolve-target.js'
import type { TestRequest } from '../run/run-request.js'
import { CanonicalRecords } from '../sweep/canonical-records.js'
import { decideQuick, type QuickDecision } from '../warm/decide-quick.js'
import { keyOf } from './snapshot-origin.js'

type QuickWorld = Pick<HarnessWorld, 'git' | 'engine' | 'processes' | 'swarm'>

/** What is tested on the kept app: nothing is saved or wiped there. */
const quickTiers: readonly TierName[] = ['install', 'upgrade', 'custom', 'lint']

/** The request as it is run: from the kept app if it was asked for quickly and there is one that fits, else a cold one. */
export async function resolveQuick(request: TestRequest, world: QuickWorld): Promise<TestRequest> {
  if (request.quick !== true) return request
  const kept = (await new CanonicalRecords(request.runsDir).read(request.recipe))?.kept
  if (kept === undefined) return coldRequest(request, 'no app of it is kept; cc-ci sweep keeps one of a green release')
  const decision = await decide(request, kept, world)
  return decision.quick
    ? { ...request, domain: kept.domain, kept, tiers: quickTiers }
    : coldRequest(request, decision.reason)
}

/** A cold run in place of a quick one, which says why. */
export function coldRequest({ kept: _, domain: __, ...request }: TestRequest, reason: string): TestRequest {
  const note = `--quick: a cold run instead, because ${reason}.`
  return { ...request, quick: false, tiers: tierNames, notes: [...(request.notes ?? []), note] }
}

async function decide(request: TestRequest, kept: KeptApp, world: QuickWorld): Promise<QuickDecision> {
  const commit = await resolveHead(request, world)
  const [head, key] = await Promise.all([
    planInScratch({ request, head: commit }, world, async ({ plan }, checkout) => ({
      version: plan.headVersion,
      settings: plan.settings,
      tags: await world.git.tags(checkout),
    })),
    keyToday(request, kept, world),
  ])
  const { settings, tags, version } = head
  if (typeof key === 'object') return { quick: false, reason: key.unknown }
  return decideQuick({
    ...{ kept, key, tags, head: { commit, version } },
    ...{ pinned: settings.upgradeBaseVersion, upgradeNa: settings.expectedNa.upgrade, deps: settings.deps },
  })
}

async function keyToday(
  request: TestRequest,
  { commit, domain }: KeptApp,
  world: QuickWorld,
): Promise<string | { readonly unknown: string }> {
  const own = { ...request, ref: commit, domain }
  const { harnessVersion } = request
  try {
    return await planInScratch({ request: own, head: commit }, world, ({ plan, head: app }) =>
      keyOf({ plan, app, harnessVersion }, world),
    )
  } catch (error) {
    if (!isCcCiError(error)) throw error
    return { unknown: `the kept release cannot be prepared any more: ${error.message}` }
  }
}
