import type { Phase } from '@cc-ci/contracts/phase-plan'
import { printInstant } from './instants.js'
import { type PhaseDocuments, prepareDocument } from './phase-documents.js'
import type { ProtocolDocument } from './protocol-document.js'
import { addReview, putFinding, readFindings } from './review-document.js'

export interface ReviewRecord {
  readonly item: string
  readonly verdict: 'PASS' | 'FAIL'
  /** The full hash of the commit on which the proof ran. */
  readonly commit: string
  readonly verifiedAt: Date
  /** As a person would type it. */
  readonly command: string
  readonly outputSha256: string
  /** What is wrong, one text for each new finding. */
  readonly findings: readonly string[]
  /** Ids of findings that no longer hold. */
  readonly closes: readonly string[]
}

export interface RecordedReview {
  readonly review: ProtocolDocument
  readonly opened: readonly string[]
}

/** REVIEW.md with the verdict, its new findings, and those it closes; the ids in `closes` must be there. */
export function recordReview(
  { review }: PhaseDocuments,
  record: ReviewRecord,
  { phase, now }: { readonly phase: Phase; readonly now: Date },
): RecordedReview {
  const { findings, closes, verifiedAt, ...row } = record
  const begun = prepareDocument(review, { file: 'REVIEW', phase, now })
  let document = addReview(begun, { ...row, verifiedAt: printInstant(verifiedAt) })
  for (const finding of readFindings(document).filter(({ id }) => closes.includes(id)))
    document = putFinding(document, { ...finding, state: 'closed', closedAt: printInstant(now) })
  const opened: string[] = []
  for (const text of findings) {
    const id = nextFindingId(document)
    const finding = { id, item: record.item, openedAt: printInstant(now), closedAt: '', text }
    document = putFinding(document, { ...finding, state: 'open' })
    opened.push(id)
  }
  return { review: document, opened }
}

function nextFindingId(document: ProtocolDocument): string {
  const numbers = readFindings(document).map(({ id }) => Number(/^F(\d+)$/i.exec(id)?.[1] ?? 0))
  return `F${Math.max(0, ...numbers) + 1}`
}
