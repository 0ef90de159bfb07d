import { type Heading, linesBelow, type ProtocolDocument } from './protocol-document.js'
import { putRecord, readRecords, type TableShape } from './record-table.js'
import { withoutMarks } from './status-document.js'
import { toOneLine } from './table-cell.js'

type Verdict = 'PASS' | 'FAIL' | 'VETO'

/** What the adversary found when it ran the proof of an item itself. */
export interface Review {
  readonly item: string
  /** `unknown` for a word that is none of the three. */
  readonly verdict: Verdict | 'unknown'
  readonly commit: string
  readonly verifiedAt: string
  readonly command: string
  readonly outputSha256: string
  /** Of REVIEW.md, from 1. */
  readonly line: number
}

/** Something that is wrong; only the adversary closes it. */
export interface Finding {
  readonly id: string
  readonly item: string
  readonly state: 'open' | 'closed'
  readonly openedAt: string
  readonly closedAt: string
  readonly text: string
  readonly line: number
}

export const reviewsTable: TableShape<'item' | 'verdict' | 'commit' | 'verifiedAt' | 'command' | 'outputSha256'> = {
  columns: ['item', 'verdict', 'commit', 'verifiedAt', 'command', 'outputSha256'],
  telling: ['item', 'verdict'],
  heading: 'Verdicts',
}

export const findingsTable: TableShape<'id' | 'item' | 'state' | 'openedAt' | 'closedAt' | 'text'> = {
  columns: ['id', 'item', 'state', 'openedAt', 'closedAt', 'text'],
  telling: ['id', 'state'],
  heading: 'Findings',
}

export function readReviews(document: ProtocolDocument): Review[] {
  return readRecords(document, reviewsTable)
    .map(({ line, values }) => ({
      ...values,
      item: withoutMarks(values.item),
      commit: withoutMarks(values.commit),
      verdict: readVerdict(values.verdict),
      line,
    }))
    .filter(({ item }) => item !== '')
}

/** A state that is not plainly `closed` counts as open. */
export function readFindings(document: ProtocolDocument): Finding[] {
  return readRecords(document, findingsTable)
    .map(({ line, values }) => ({
      ...values,
      id: withoutMarks(values.id),
      item: withoutMarks(values.item),
      state: /^closed$/i.test(withoutMarks(values.state)) ? ('closed' as const) : ('open' as const),
      line,
    }))
    .filter(({ id }) => id !== '')
}

/** Adds a verdict below the others: what was found earlier stays to be read. */
export function addReview(document: ProtocolDocument, review: Omit<Review, 'line'>): ProtocolDocument {
  return putRecord(document, reviewsTable, { values: review })
}

/** Writes a finding over the one with the same id, or below the others. */
export function putFinding(document: ProtocolDocument, finding: Omit<Finding, 'line'>): ProtocolDocument {
  const line = readFindings(document).find(({ id }) => id === finding.id)?.line
  return putRecord(document, findingsTable, { values: finding, line })
}

/** The section that stops a phase, whatever the verdicts of its items are. */
export function findVeto(document: ProtocolDocument): (Heading & { readonly reason: string }) | undefined {
  const heading = document.headings.find(({ title }) => /^veto(\s*[:–—-].*)?$/i.test(title))
  if (heading === undefined) return undefined
  const lines = linesBelow(document, heading).filter(({ hidden }) => !hidden)
  return { ...heading, reason: toOneLine(lines.map(({ text }) => text.replace(/^\s*[-*+] /, '')).join(' ')) }
}

function readVerdict(cell: string): Review['verdict'] {
  const word = cell.replace(/[^A-Za-z]/g, '').toUpperCase()
  return word === 'PASS' || word === 'FAIL' || word === 'VETO' ? word : 'unknown'
}
