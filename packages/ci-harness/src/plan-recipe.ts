import { resolveQuick } from './canonical/resolve-quick.js'
import type { HarnessWorld } from './run/harness-world.js'
import { loadSettings } from './run/load-settings.js'
import { planInScratch } from './run/plan-in-scratch.js'
import { resolveHead } from './run/resolve-target.js'
import type { RunPlan } from './run/run-plan.js'
import type { TestRequest } from './run/run-request.js'

/** What a run would do. It reads the recipe in a scratch clone and changes nothing: no lease, no run folder, no deploy. */
export async function planRecipe(
  asked: TestRequest,
  world: Pick<HarnessWorld, 'git' | 'engine' | 'processes' | 'swarm'>,
): Promise<RunPlan> {
  await loadSettings(asked.overlays)
  const request = await resolveQuick(asked, world)
  const head = await resolveHead(request, world)
  return planInScratch({ request, head }, world, async ({ plan }) => plan)
}
