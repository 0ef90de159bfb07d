import type { Phase } from '@cc-ci/contracts/phase-plan'
import { CcCiError } from '@cc-ci/kernel'
import type { Actor, Publication } from '../ports/coordination.js'
import { printSubject } from '../protocol/commit-subject.js'
import { readPhase } from '../protocol/phase-documents.js'
import { pathOf } from '../protocol/protocol-files.js'
import { toOneLine } from '../protocol/table-cell.js'
import { liftVeto, vetoPhase } from '../protocol/veto-phase.js'
import { checkActor } from './check-actor.js'
import type { PhaseWorld } from './phase-world.js'

interface VetoInput {
  readonly actor: Actor
  readonly phase: Phase
  /** Undefined lifts the veto that is there. */
  readonly reason: string | undefined
}

/** Stops a phase, or lets it go on. Throws ROLE_WRONG, VETO_INCOMPLETE, VETO_MISSING. */
export async function vetoOrLift({ actor, phase, reason }: VetoInput, world: PhaseWorld): Promise<Publication> {
  checkActor(actor, 'adversary', 'a veto')
  const words = reason === undefined ? 'lifted' : toOneLine(reason)
  if (words === '') {
    throw new CcCiError('VETO_INCOMPLETE', 'A veto without a reason helps nobody.', {
      hint: 'Say what must change: --reason "…"',
      exitCode: 2,
    })
  }
  const publication = await world.coordination.publish(actor, async ({ files }) => {
    const moment = { phase, now: world.clock.now(), by: actor.name }
    const documents = readPhase(files, phase.id)
    const review = reason === undefined ? liftVeto(documents, moment) : vetoPhase(documents, words, moment)
    if (review === undefined) throw vetoMissing(phase.id)
    return {
      subject: printSubject({ kind: 'veto', phase: phase.id, item: undefined }, words),
      files: new Map([[pathOf(phase.id, 'REVIEW'), review.text]]),
    }
  })
  if (publication === undefined) throw new Error('a veto always changes REVIEW.md')
  return publication
}

function vetoMissing(phase: string): CcCiError {
  return new CcCiError('VETO_MISSING', `There is no veto on phase ${phase} to lift.`, {
    hint: `See what holds it up: cc-ci phase show ${phase}`,
    exitCode: 2,
  })
}
