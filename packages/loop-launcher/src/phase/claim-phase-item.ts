import type { Phase } from '@cc-ci/contracts/phase-plan'
import { CcCiError } from '@cc-ci/kernel'
import type { Actor, MainVerdict, Publication } from '../ports/coordination.js'
import { claimItem } from '../protocol/claim-item.js'
import { printSubject } from '../protocol/commit-subject.js'
import { isPlaceholder } from '../protocol/is-placeholder.js'
import { readPhase } from '../protocol/phase-documents.js'
import { pathOf } from '../protocol/protocol-files.js'
import { toOneLine } from '../protocol/table-cell.js'
import { checkActor } from './check-actor.js'
import { checkTree } from './check-tree.js'
import type { PhaseWorld } from './phase-world.js'

export interface ClaimInput {
  readonly actor: Actor
  readonly phase: Phase
  readonly item: string
  /** How to see that it holds, what is then seen, and where: CLAIM_INCOMPLETE without one of them. */
  readonly how: string | undefined
  readonly expected: string | undefined
  readonly where: string | undefined
}

export interface ClaimOutcome extends Publication {
  readonly claimedCommit: string
  readonly main: { readonly verdict: MainVerdict; readonly because: string }
}

/** Claims an item at the newest pushed commit. Throws ROLE_WRONG, CLAIM_INCOMPLETE, TREE_DIRTY, HEAD_UNPUSHED, MAIN_RED. */
export async function claimPhaseItem(input: ClaimInput, world: PhaseWorld): Promise<ClaimOutcome> {
  const { actor, phase, item } = input
  checkActor(actor, 'builder', 'claiming')
  const proof = { how: sayOf(input, 'how'), expected: sayOf(input, 'expected'), where: sayOf(input, 'where') }
  const { notices } = await world.coordination.read()
  const state = await world.tree.state()
  checkTree(state)
  const main = await world.main.verdict(state.commit)
  if (main.verdict === 'red') throw mainIsRed(state.commit, main.because)
  const publication = await world.coordination.publish(actor, async ({ files }) => {
    const claim = { item, commit: state.commit, ...proof }
    const status = claimItem(readPhase(files, phase.id), claim, { phase, now: world.clock.now() })
    return {
      subject: printSubject({ kind: 'claim', phase: phase.id, item }, proof.how),
      files: new Map([[pathOf(phase.id, 'STATUS'), status.text]]),
    }
  })
  if (publication === undefined) throw new Error('a claim always changes STATUS.md')
  return { ...publication, notices: [...notices, ...publication.notices], claimedCommit: state.commit, main }
}

function sayOf(input: ClaimInput, key: 'how' | 'expected' | 'where'): string {
  const text = toOneLine(input[key] ?? '')
  if (text !== '' && !isPlaceholder(text)) return text
  const state = text === '' ? `does not say ${meanings[key]}` : `says “${text}” for ${meanings[key]}`
  throw new CcCiError('CLAIM_INCOMPLETE', `The claim of ${input.item} ${state}.`, {
    hint: `Add --${key} "…": the adversary works by nothing else.`,
    exitCode: 2,
  })
}

const meanings = {
  how: 'how to see that it holds',
  expected: 'what is then seen',
  where: 'where to look',
} as const

/** C-08: format drift once kept main red for weeks. */
function mainIsRed(commit: string, because: string): CcCiError {
  return new CcCiError('MAIN_RED', `The branch is red at ${commit.slice(0, 12)}: ${because}.`, {
    hint: 'Make it green before anything is claimed.',
    exitCode: 2,
  })
}
