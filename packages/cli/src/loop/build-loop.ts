import type { LoopSettings } from '@cc-ci/contracts/loop-settings'
import type { Loop } from '@cc-ci/loop-launcher'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'

const opposite: Readonly<Partial<Record<LoopSettings['role'], LoopSettings['role']>>> = {
  builder: 'adversary',
  adversary: 'builder',
}

/** Connects the settings of a loop with the launcher. */
export async function buildLoop(
  { config, folder }: Workspace,
  settings: LoopSettings,
  { processes, clock, git, environment, runnerCommand }: World,
): Promise<Loop> {
  const { assembleLoop } = await import('@cc-ci/loop-launcher')
  const { repository, folder: protocolFolder } = config.protocol
  const peer = config.loops.find(({ role }) => role === opposite[settings.role])?.name
  const spec = { workspace: folder, settings, peer, repository, protocolFolder }
  return assembleLoop(spec, {
    ...{ processes, clock, git, environment },
    ...(runnerCommand !== undefined && { runnerCommand }),
  })
}
