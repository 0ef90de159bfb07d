import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { LoopSettings } from '@cc-ci/contracts/loop-settings'
import type { PhasePlan } from '@cc-ci/contracts/phase-plan'
import type { PhaseWorld } from '@cc-ci/loop-launcher'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'
import { phasePlanMissing } from './phase-plan-missing.js'

export interface OpenedPhases {
  readonly plan: PhasePlan
  readonly phases: PhaseWorld
}

/** The plan of a workspace, and the protocol as the clone sees it in which the command was typed. Throws PHASE_PLAN_MISSING. */
export async function openPhases(
  { folder, config }: Workspace,
  world: World,
  actor?: LoopSettings,
): Promise<OpenedPhases> {
  const { CommandMainState, openClones, readPhasePlan } = await import('@cc-ci/loop-launcher')
  const file = join(folder, 'plans/phases.yaml')
  const plan = readPhasePlan(await readPlan(file), file)
  const { loops, protocol } = config
  const acting = actor === undefined ? loops : [actor, ...loops.filter(({ name }) => name !== actor.name)]
  const { clock, environment, processes } = world
  const places = { workspace: folder, cwd: world.cwd, loopFolders: acting.map((loop) => resolve(folder, loop.folder)) }
  const { coordination, tree, folder: clone } = await openClones(protocol, places, { clock, environment, processes })
  const main = new CommandMainState({ command: protocol.mainCheck, folder: clone }, processes)
  return { plan, phases: { coordination, tree, main, clock, loops } }
}

async function readPlan(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error) => {
    throw phasePlanMissing(file, `cannot be read (${error.code})`)
  })
}
