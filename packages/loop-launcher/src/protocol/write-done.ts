import type { Phase } from '@cc-ci/contracts/phase-plan'
import { printInstant } from './instants.js'
import { decidingReview } from './judge-done.js'
import { printTable } from './markdown-table.js'
import { type PhaseDocuments, prepareDocument } from './phase-documents.js'
import { appendLines, type ProtocolDocument, withoutSection } from './protocol-document.js'
import { readReviews, reviewsTable } from './review-document.js'

/** STATUS.md with `## DONE` and the verdicts that it rests on, instead of whatever stood under that heading. */
export function writeDone(
  { status, review }: PhaseDocuments,
  phase: Phase,
  { now, commit }: { readonly now: Date; readonly commit: string },
): ProtocolDocument {
  const reviews = readReviews(review)
  const rows = phase.items.map(({ id }) => {
    const deciding = decidingReview(reviews, id)
    return reviewsTable.columns.map((column) => deciding?.[column] ?? '')
  })
  const document = prepareDocument(status, { file: 'STATUS', phase, now })
  const old = document.headings.find(({ level, title }) => level === 2 && title === 'DONE')
  return appendLines(withoutSection(document, old), [
    '## DONE',
    '',
    `Every item of phase ${phase.id} passed; judged ${printInstant(now)} at ${commit}.`,
    '',
    ...printTable(reviewsTable.columns, rows),
  ])
}
