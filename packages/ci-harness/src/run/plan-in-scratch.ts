import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HarnessWorld } from './harness-world.js'
import { makePlan, type PlannedRun } from './make-plan.js'
import { cloneAt } from './resolve-target.js'
import type { TestRequest } from './run-request.js'

/** Plans a run in a clone that is gone afterwards; what is planned may be used until then. */
export async function planInScratch<T>(
  { request, head }: { request: TestRequest; head: string },
  world: Pick<HarnessWorld, 'git' | 'engine' | 'processes'>,
  use: (planned: PlannedRun, checkout: string) => Promise<T>,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'cc-ci-plan-'))
  try {
    const checkout = join(scratch, 'recipe')
    await cloneAt(head, checkout, request, world)
    return await use(await makePlan(request, { head, checkout, stage: join(scratch, 'repo-tests') }, world), checkout)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
