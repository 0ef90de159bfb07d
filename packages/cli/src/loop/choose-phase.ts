import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { LoopRole } from '@cc-ci/contracts/loop-settings'
import { CcCiError } from '@cc-ci/kernel'
import type { PhaseChoice } from '@cc-ci/loop-launcher'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'
import { readGate } from './read-gate.js'

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
  const { findPhase, readPhasePlan } = await import('@cc-ci/loop-launcher')
  const plan = readPhasePlan(await readFile(file, 'utf8'), file)
  const current = (await readGate(workspace, world))?.phase
  const { id, title, file: own, models } = findPhase(plan, asked ?? current ?? last ?? plan.phases[0]?.id ?? '')
  return { id, title, planFile: resolve(dirname(file), own), model: role === 'job' ? undefined : models[role] }
}

function planMissing(file: string): CcCiError {
  return new CcCiError('PHASE_PLAN_MISSING', `The plan ${file} does not exist.`, {
    hint: 'Let one be made: cc-ci loop init',
    place: { file },
    exitCode: 2,
  })
}
