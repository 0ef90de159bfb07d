import type { LoopSettings } from '@cc-ci/contracts/loop-settings'
import { checkLoop, type Loop, lastPhaseOf, type PhaseChoice } from '@cc-ci/loop-launcher'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'
import { buildLoop } from './build-loop.js'
import { choosePhase } from './choose-phase.js'

export interface PlannedStart {
  readonly loop: Loop
  readonly phase: PhaseChoice | undefined
}

/** A start that was checked: several are planned before the first is done, so that none is when one could not work. */
export async function planStart(
  workspace: Workspace,
  settings: LoopSettings,
  { world, asked }: { world: World; asked: string | undefined },
): Promise<PlannedStart> {
  const loop = await buildLoop(workspace, settings, world)
  const phase = await choosePhase(workspace, { role: settings.role, asked, last: lastPhaseOf(loop) }, world)
  await checkLoop(loop, phase)
  return { loop, phase }
}
