import { join } from 'node:path'
import { isCcCiError } from '@cc-ci/kernel'
import type { PhaseFact } from '@cc-ci/loop-launcher'
import { openPhases } from '../phase/open-phases.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'

/** What the protocol says of every phase; only what the plan says where the protocol cannot be read. */
export async function readPhaseFacts(workspace: Workspace, world: World): Promise<readonly PhaseFact[]> {
  const { findVeto, PlanFacts, readDone, readFindings, readPhase } = await import('@cc-ci/loop-launcher')
  try {
    const { plan, phases } = await openPhases(workspace, world)
    const { files } = await phases.coordination.read()
    return plan.phases.map((phase) => {
      const documents = readPhase(files, phase.id)
      const veto = findVeto(documents.review) ?? findVeto(documents.status)
      return {
        ...{ id: phase.id, title: phase.title, items: phase.items, veto: veto?.reason },
        done: readDone(documents, phase).done,
        findings: readFindings(documents.review).map(({ id, item, state, text }) => ({
          ...{ id, item, text },
          open: state === 'open',
        })),
      }
    })
  } catch (error) {
    if (!isCcCiError(error)) throw error
    return new PlanFacts(join(workspace.folder, 'plans/phases.yaml')).phases()
  }
}
