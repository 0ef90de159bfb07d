import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { LoopRole } from '@cc-ci/contracts/loop-settings'
import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import type { PhaseChoice, PhaseSummary } from '@cc-ci/loop-launcher'
import { openPhases } from '../phase/open-phases.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'

interface Wanted {
  readonly role: LoopRole
  readonly asked: string | undefined
  /** The phase that the loop was in. */
  readonly last: string | undefined
}

/**
 * The phase that a loop is started for: the one asked for, else the first that is not done, else the one it was in.
 * Undefined in a workspace without a plan.
 */
export async function choosePhase(
  workspace: Workspace,
  { role, asked, last }: Wanted,
  world: World,
): Promise<PhaseChoice | undefined> {
  const file = join(workspace.folder, 'plans/phases.yaml')
  if (!existsSync(file)) {
    if (asked !== undefined) throw planMissing(file)
    return undefined
  }
  const { findPhase } = await import('@cc-ci/loop-launcher')
  const { plan, current } = await readCurrent(workspace, world)
  const { id, title, file: own, models } = findPhase(plan, asked ?? current ?? last ?? plan.phases[0]?.id ?? '')
  return { id, title, planFile: resolve(dirname(file), own), model: role === 'job' ? undefined : models[role] }
}

/** Where the protocol cannot be read, as before the first commit, only the plan tells. */
async function readCurrent(workspace: Workspace, world: World) {
  const { readPhasePlan, summarisePhases } = await import('@cc-ci/loop-launcher')
  const file = join(workspace.folder, 'plans/phases.yaml')
  const plan = readPhasePlan(await readFile(file, 'utf8'), file)
  try {
    const { phases } = await openPhases(workspace, world)
    const summaries: readonly PhaseSummary[] = summarisePhases(await phases.coordination.read(), plan)
    return { plan, current: summaries.find((each) => each.current)?.id }
  } catch (error) {
    if (!isCcCiError(error)) throw error
    return { plan, current: undefined }
  }
}

function planMissing(file: string): CcCiError {
  return new CcCiError('PHASE_PLAN_MISSING', `The plan ${file} does not exist.`, {
    hint: 'Let one be made: cc-ci loop init',
    place: { file },
    exitCode: 2,
  })
}
