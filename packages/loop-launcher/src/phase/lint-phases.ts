import type { PhasePlan } from '@cc-ci/contracts/phase-plan'
import { lintProtocol } from '../protocol/lint-protocol.js'
import type { LintFinding } from '../protocol/lint-rules.js'
import { phaseFiles, sharedFiles } from '../protocol/protocol-files.js'
import type { PhaseWorld } from './phase-world.js'

const commitsLookedAt = 1000

/** Reads the protocol as all sides have committed it, and says what of it would be misread. */
export async function lintPhases(
  plan: PhasePlan,
  { coordination, loops }: PhaseWorld,
): Promise<readonly LintFinding[]> {
  const { folder } = coordination
  const { files } = await coordination.read()
  const commits = await coordination.history(commitsLookedAt)
  const strays = await coordination.strays([...phaseFiles.map((file) => `${file}.md`), ...sharedFiles])
  return lintProtocol({ folder, files, strays, commits, phases: plan.phases, loops })
}
