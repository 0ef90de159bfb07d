import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HarnessWorld } from './run/harness-world.js'
import { loadSettings } from './run/load-settings.js'
import { makePlan } from './run/make-plan.js'
import { cloneAt, resolveHead } from './run/resolve-target.js'
import type { RunPlan } from './run/run-plan.js'
import type { TestRequest } from './run/run-request.js'

/** What a run would do. It reads the recipe in a scratch clone and changes nothing: no lease, no run folder, no deploy. */
export async function planRecipe(
  request: TestRequest,
  world: Pick<HarnessWorld, 'git' | 'engine' | 'processes'>,
): Promise<RunPlan> {
  await loadSettings(request.overlays)
  const head = await resolveHead(request, world)
  const scratch = await mkdtemp(join(tmpdir(), 'cc-ci-plan-'))
  try {
    const checkout = join(scratch, 'recipe')
    await cloneAt(head, checkout, request, world)
    return (await makePlan(request, { head, checkout, stage: join(scratch, 'repo-tests') }, world)).plan
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
