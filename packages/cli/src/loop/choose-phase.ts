import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { LoopRole } from '@cc-ci/contracts/loop-settings'
import type { PhaseChoice } from '@cc-ci/loop-launcher'
import { phasePlanMissing } from '../phase/phase-plan-missing.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { Gate } from './read-gate.js'

interface Wanted {
  readonly role: LoopRole
  readonly asked: string | undefined
  /** The phase that the loop was in. */
  readonly last: string | undefined
  /** Asked for only when it decides. */
  readonly gate: () => Promise<Gate | undefined>
}

/**
 * The phase that a loop is started for: the one asked for, else the first that is not done, else the one it was in.
 * Undefined in a workspace without a plan.
 */
export async function choosePhase(
  workspace: Workspace,
  { role, asked, last, gate }: Wanted,
): Promise<PhaseChoice | undefined> {
  const file = join(workspace.folder, 'plans/phases.yaml')
  if (!existsSync(file)) {
    if (asked !== undefined) throw phasePlanMissing(file, 'does not exist')
    return undefined
  }
  const { findPhase, readPhasePlan } = await import('@cc-ci/loop-launcher')
  const plan = readPhasePlan(await readFile(file, 'utf8'), file)
  const current = asked === undefined ? (await gate())?.phase : undefined
  const { id, title, file: own, models } = findPhase(plan, asked ?? current ?? last ?? plan.phases[0]?.id ?? '')
  return { id, title, planFile: resolve(dirname(file), own), model: role === 'job' ? undefined : models[role] }
}
