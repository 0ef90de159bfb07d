import type { Phase } from '@cc-ci/contracts/phase-plan'
import { CcCiError } from '@cc-ci/kernel'
import type { Actor, Publication, RemoteState } from '../ports/coordination.js'
import { printSubject } from '../protocol/commit-subject.js'
import type { DoneJudgement } from '../protocol/done-rules.js'
import { readPhase } from '../protocol/phase-documents.js'
import { pathOf } from '../protocol/protocol-files.js'
import { writeDone } from '../protocol/write-done.js'
import { checkActor } from './check-actor.js'
import { judgePhase } from './judge-phase.js'
import type { PhaseWorld } from './phase-world.js'

export interface DoneOutcome {
  readonly judgement: DoneJudgement
  /** Undefined when the phase is not done, and nothing was written. */
  readonly publication: Publication | undefined
}

/**
 * Writes `## DONE` if every item is proven. Throws ROLE_WRONG, and PROTOCOL_REMOTE_UNREACHABLE when nobody can tell:
 * the adversary’s last word may lie at the remote.
 */
export async function declareDone(
  { actor, phase }: { readonly actor: Actor; readonly phase: Phase },
  world: PhaseWorld,
): Promise<DoneOutcome> {
  checkActor(actor, 'builder', 'declaring a phase done')
  let judgement: DoneJudgement | undefined
  const publication = await world.coordination.publish(actor, async (state) => {
    checkReached(state.remote)
    judgement = await judgePhase(state, phase, world)
    if (!judgement.done) return undefined
    const { commit } = await world.tree.state()
    const status = writeDone(readPhase(state.files, phase.id), phase, { now: world.clock.now(), commit })
    return {
      subject: printSubject({ kind: 'done', phase: phase.id, item: undefined }, `every item passed`),
      files: new Map([[pathOf(phase.id, 'STATUS'), status.text]]),
    }
  })
  if (judgement === undefined) throw new Error('publish calls decide at least once')
  return { judgement, publication }
}

function checkReached(remote: RemoteState): void {
  if (remote.kind === 'reached') return
  const why = remote.kind === 'none' ? 'the clone has no remote' : remote.reason
  throw new CcCiError('PROTOCOL_REMOTE_UNREACHABLE', `Nobody can tell whether the phase is done: ${why}.`, {
    hint: 'Try again when the remote answers; the adversary’s last word may lie there.',
  })
}
