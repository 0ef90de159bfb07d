import type { Phase } from '@cc-ci/contracts/phase-plan'
import { printInstant } from './instants.js'
import { type PhaseDocuments, prepareDocument } from './phase-documents.js'
import { appendLines, type ProtocolDocument, replaceLines } from './protocol-document.js'
import { findVeto } from './review-document.js'
import { toOneLine } from './table-cell.js'

interface Moment {
  readonly phase: Phase
  readonly now: Date
  /** The name of the loop. */
  readonly by: string
}

/** REVIEW.md with a veto; a second reason stands below the first. */
export function vetoPhase({ review }: PhaseDocuments, reason: string, { phase, now, by }: Moment): ProtocolDocument {
  const document = prepareDocument(review, { file: 'REVIEW', phase, now })
  const line = `- ${printInstant(now)}, ${by}: ${toOneLine(reason)}`
  const veto = findVeto(document)
  if (veto === undefined) return appendLines(document, ['## VETO', '', line])
  const blank = document.lines[veto.line]?.text.trim() === '' ? 1 : 0
  return replaceLines(document, { first: veto.line + 1 + blank, last: veto.line + blank }, [
    ...(blank ? [] : ['']),
    line,
  ])
}

/** REVIEW.md in which the veto no longer counts, but can still be read; undefined when there is none. */
export function liftVeto({ review }: PhaseDocuments, { phase, now, by }: Moment): ProtocolDocument | undefined {
  if (findVeto(review) === undefined) return undefined
  const document = prepareDocument(review, { file: 'REVIEW', phase, now })
  const veto = findVeto(document)
  if (veto === undefined) return undefined
  const heading = `${'#'.repeat(veto.level)} Lifted veto (${printInstant(now)}, ${by})`
  return replaceLines(document, { first: veto.line, last: veto.line }, [heading])
}
