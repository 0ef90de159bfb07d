import type { LoopSettings } from '@cc-ci/contracts/loop-settings'
import { checkLoop, type Loop, lastPhaseOf, type PhaseChoice } from '@cc-ci/loop-launcher'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'
import { buildLoop } from './build-loop.js'
import { choosePhase } from './choose-phase.js'
import { type Gate, readGate } from './read-gate.js'

export interface PlannedStart {
  readonly loop: Loop
  readonly phase: PhaseChoice | undefined
}

interface Planning {
  readonly world: World
  /** The phase that was typed. */
  readonly asked: string | undefined
}

/** Starts that were checked: all of them before the first is done, so that none is when one could not work. */
export async function planStarts(
  workspace: Workspace,
  all: readonly LoopSettings[],
  { world, asked }: Planning,
): Promise<readonly PlannedStart[]> {
  // Whatever is started, the coordination repository is asked once.
  let asking: Promise<Gate | undefined> | undefined
  const gate = () => {
    asking ??= readGate(workspace, world)
    return asking
  }
  const planned: PlannedStart[] = []
  for (const settings of all) {
    const loop = await buildLoop(workspace, settings, world)
    const phase = await choosePhase(workspace, { role: settings.role, asked, last: lastPhaseOf(loop), gate })
    await checkLoop(loop, phase)
    planned.push({ loop, phase })
  }
  return planned
}
