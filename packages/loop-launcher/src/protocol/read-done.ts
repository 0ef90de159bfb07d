import type { Phase } from '@cc-ci/contracts/phase-plan'
import { readDoneSection } from './done-section.js'
import { readInstant } from './instants.js'
import { decidingReview } from './judge-done.js'
import type { PhaseDocuments } from './phase-documents.js'
import { findVeto, readReviews } from './review-document.js'
import { readClaims } from './status-document.js'

export interface DoneReading {
  readonly done: boolean
  /** Why it is not, although STATUS.md has the heading; undefined without one. */
  readonly because: string | undefined
}

/**
 * Whether a phase was declared done and still is, by its files alone: each item’s evidence is the verdict that still
 * counts. How old it is does not matter here; `judgeDone` saw to that when it was declared.
 */
export function readDone({ status, review }: PhaseDocuments, phase: Phase): DoneReading {
  const section = readDoneSection(status)
  if (section === undefined) return { done: false, because: undefined }
  const veto = findVeto(status) ?? findVeto(review)
  const because =
    section.refusedBecause ??
    (veto && `there is a veto: ${veto.reason || 'without a reason'}`) ??
    phase.items.map(({ id }) => whyNotProven(id, section.evidence, { status, review })).find((why) => why !== undefined)
  return { done: because === undefined, because }
}

type Evidence = NonNullable<ReturnType<typeof readDoneSection>>['evidence']

function whyNotProven(item: string, evidence: Evidence, { status, review }: PhaseDocuments): string | undefined {
  const proof = evidence.find((each) => each.item === item)
  if (proof === undefined) return `${item} has no evidence under it`
  const deciding = decidingReview(readReviews(review), item)
  if (deciding?.verdict !== 'PASS') return `the last verdict on ${item} is ${deciding?.verdict ?? 'missing'}`
  if (deciding.commit !== proof.commit && deciding.verifiedAt === proof.verifiedAt)
    return `the evidence of ${item} is not the verdict in REVIEW.md`
  const claim = readClaims(status).findLast((each) => each.item === item)
  const [claimed, verified] = [claim && readInstant(claim.claimedAt), readInstant(deciding.verifiedAt)]
  if (claimed !== undefined && (verified === undefined || claimed > verified))
    return `${item} was claimed again after its verdict`
  return undefined
}
