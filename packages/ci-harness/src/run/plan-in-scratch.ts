import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planDependencies } from '../dependencies/plan-dependencies.js'
import type { HarnessWorld } from './harness-world.js'
import { domainOf, makePlan } from './make-plan.js'
import type { PlannedRun } from './planned-run.js'
import { cloneAt } from './resolve-target.js'
import type { TestRequest } from './run-request.js'

/** Plans a run in a clone that is gone afterwards; what is planned may be used until then. */
export async function planInScratch<T>(
  { request, head }: { request: TestRequest; head: string },
  world: Pick<HarnessWorld, 'git' | 'engine' | 'processes'>,
  use: (planned: PlannedRun, checkout: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cc-ci-plan-'))
  try {
    const checkout = join(folder, 'recipe')
    await cloneAt(head, checkout, request, world)
    const domain = domainOf(request, head)
    const place = { head, checkout, domain, stage: join(folder, 'repo-tests') }
    const planned = await makePlan(
      request,
      { ...place, planDependencies: (deps) => planDependencies(deps, { request, head, domain, folder }, world) },
      world,
    )
    return await use(planned, checkout)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
