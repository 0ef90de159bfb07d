import { createHash } from 'node:crypto'
import type { Phase } from '@cc-ci/contracts/phase-plan'
import { CcCiError, type OutputStream, type ProcessRunner } from '@cc-ci/kernel'
import type { Actor, CodeState, Publication } from '../ports/coordination.js'
import { printSubject } from '../protocol/commit-subject.js'
import { type PhaseDocuments, readPhase } from '../protocol/phase-documents.js'
import { pathOf } from '../protocol/protocol-files.js'
import { recordReview } from '../protocol/record-review.js'
import { readFindings } from '../protocol/review-document.js'
import { readClaims } from '../protocol/status-document.js'
import { checkActor } from './check-actor.js'
import { checkTree } from './check-tree.js'
import type { PhaseWorld } from './phase-world.js'
import { quoteCommand } from './quote-command.js'

export interface ReviewInput {
  readonly actor: Actor
  readonly phase: Phase
  readonly item: string
  readonly verdict: 'PASS' | 'FAIL'
  /** The proof: a program and its arguments. */
  readonly command: readonly string[]
  readonly findings: readonly string[]
  /** Ids of findings that no longer hold. */
  readonly closes: readonly string[]
  readonly onLine?: (line: string, stream: OutputStream) => void
}

export interface ReviewOutcome extends Publication {
  readonly reviewedCommit: string
  readonly exitCode: number
  /** Of standard output followed by standard error, each without its last line end. */
  readonly outputSha256: string
  readonly opened: readonly string[]
  /** Findings of the item that are still open, so that it is not done. */
  readonly stillOpen: readonly string[]
}

/**
 * Runs the proof of an item and records what came of it. Throws ROLE_WRONG, REVIEW_INCOMPLETE, TREE_DIRTY,
 * HEAD_UNPUSHED, ITEM_NOT_CLAIMED, CLAIM_NOT_HERE, FINDING_UNKNOWN, PROOF_FAILED, PROOF_OF_ANOTHER_COMMIT.
 */
export async function reviewPhaseItem(
  input: ReviewInput,
  world: PhaseWorld & { readonly processes: ProcessRunner },
): Promise<ReviewOutcome> {
  const { actor, phase, item, verdict } = input
  checkActor(actor, 'adversary', 'reviewing')
  checkInput(input)
  const { files, notices } = await world.coordination.read()
  const before = await world.tree.state()
  checkTree(before)
  await checkClaim(readPhase(files, phase.id), input, { before, world })
  const run = await runProof(input, before, world)
  await checkSameCommit(before, world)
  const record = { item, verdict, commit: before.commit, command: quoteCommand(input.command), ...run.evidence }
  let recorded: { opened: readonly string[]; stillOpen: readonly string[] } = { opened: [], stillOpen: [] }
  const publication = await world.coordination.publish(actor, async (state) => {
    const documents = readPhase(state.files, phase.id)
    checkFindings(documents, input)
    const entry = { ...record, findings: input.findings, closes: input.closes }
    const { review, opened } = recordReview(documents, entry, { phase, now: world.clock.now() })
    const open = readFindings(review).filter((finding) => finding.item === item && finding.state === 'open')
    recorded = { opened, stillOpen: open.map(({ id }) => id) }
    return {
      subject: printSubject({ kind: 'review', phase: phase.id, item }, `${verdict} at ${before.commit.slice(0, 12)}`),
      files: new Map([[pathOf(phase.id, 'REVIEW'), review.text]]),
    }
  })
  if (publication === undefined) throw new Error('a review always changes REVIEW.md')
  const { outputSha256 } = run.evidence
  const said = { ...publication, notices: [...notices, ...publication.notices] }
  return { ...said, ...recorded, reviewedCommit: before.commit, exitCode: run.exitCode, outputSha256 }
}

async function runProof(
  { command, verdict, findings, onLine }: ReviewInput,
  { folder }: CodeState,
  world: { readonly processes: ProcessRunner; readonly clock: PhaseWorld['clock'] },
) {
  const [program = '', ...args] = command
  const begun = world.clock.now() // what changed while it ran, it has not seen
  const options = { cwd: folder, leavesNothing: true, ...(onLine !== undefined && { onLine }) }
  const { exitCode, stdout, stderr } = await world.processes.run(program, args, options)
  if (verdict === 'PASS' && exitCode !== 0) throw proofFailed(command, exitCode)
  if (verdict === 'FAIL' && exitCode === 0 && findings.length === 0)
    throw incomplete('The command succeeded, so it does not say what fails.', 'Say it: --finding "…"')
  const outputSha256 = createHash('sha256').update(stdout).update(stderr).digest('hex')
  return { exitCode, evidence: { outputSha256, verifiedAt: begun } }
}

function checkInput({ command, findings, verdict }: ReviewInput): void {
  if (command.length === 0)
    throw incomplete('A review without a command proves nothing.', 'Write the proof behind two dashes: -- npm test')
  if (findings.some((text) => text.trim() === '')) throw incomplete('A finding is empty.', 'Say what is wrong.')
  if (verdict === 'PASS' && findings.length > 0)
    throw incomplete('A PASS cannot open a finding.', 'Leave out --finding, or give the verdict fail.')
}

async function checkClaim(
  documents: PhaseDocuments,
  input: ReviewInput,
  { before, world }: { readonly before: CodeState; readonly world: PhaseWorld },
): Promise<void> {
  checkFindings(documents, input)
  if (input.verdict === 'FAIL') return
  const claim = readClaims(documents.status).findLast(({ item }) => item === input.item)
  if (claim === undefined) {
    throw new CcCiError('ITEM_NOT_CLAIMED', `Nobody has claimed ${input.item} of phase ${input.phase.id}.`, {
      hint: 'Wait for the claim. What is wrong can be recorded before: --verdict fail --finding "…"',
      exitCode: 2,
    })
  }
  if (await world.tree.contains(before.commit, claim.commit)) return
  throw new CcCiError('CLAIM_NOT_HERE', `${before.folder} lacks the claimed commit ${claim.commit.slice(0, 12)}.`, {
    hint: 'Bring it here: git pull --rebase',
    exitCode: 2,
  })
}

function checkFindings({ review }: PhaseDocuments, { closes }: ReviewInput): void {
  const known = readFindings(review).map(({ id }) => id)
  const unknown = closes.find((id) => !known.includes(id))
  if (unknown === undefined) return
  throw new CcCiError('FINDING_UNKNOWN', `REVIEW.md has no finding ${unknown}.`, {
    hint: known.length === 0 ? 'There are none yet.' : `There are ${known.join(', ')}.`,
    exitCode: 2,
  })
}

async function checkSameCommit({ commit, folder }: CodeState, { tree }: PhaseWorld): Promise<void> {
  const now = await tree.state()
  if (now.commit === commit) return
  throw new CcCiError('PROOF_OF_ANOTHER_COMMIT', `While the command ran, ${folder} moved to another commit.`, {
    hint: 'Run it again, and leave the clone alone until it ends.',
  })
}

function proofFailed(command: readonly string[], exitCode: number): CcCiError {
  return new CcCiError('PROOF_FAILED', `${quoteCommand(command)} ended with ${exitCode}, so this is no PASS.`, {
    hint: 'Record what is wrong: --verdict fail --finding "…"',
    exitCode: 2,
  })
}

function incomplete(message: string, hint: string): CcCiError {
  return new CcCiError('REVIEW_INCOMPLETE', message, { hint, exitCode: 2 })
}
