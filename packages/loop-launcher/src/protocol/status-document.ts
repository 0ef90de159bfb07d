import type { ProtocolDocument } from './protocol-document.js'
import { putRecord, readRecords, type TableShape } from './record-table.js'

/** What the builder says is done, for the adversary to prove or refute. */
export interface Claim {
  readonly item: string
  /** As it is written: a full hash, if a command wrote it. */
  readonly commit: string
  readonly claimedAt: string
  /** How to see that it holds, what is then seen, and where. */
  readonly how: string
  readonly expected: string
  readonly where: string
  /** Of STATUS.md, from 1. */
  readonly line: number
}

export const claimsTable: TableShape<Exclude<keyof Claim, 'line'>> = {
  columns: ['item', 'commit', 'claimedAt', 'how', 'expected', 'where'],
  telling: ['item', 'commit', 'claimedAt'],
  heading: 'Claims',
}

export function readClaims(document: ProtocolDocument): Claim[] {
  return readRecords(document, claimsTable)
    .map(({ line, values }) => ({
      ...values,
      item: withoutMarks(values.item),
      commit: withoutMarks(values.commit),
      line,
    }))
    .filter(({ item }) => item !== '')
}

/** Writes a claim over an earlier one of the same item, or below the others. */
export function putClaim(document: ProtocolDocument, claim: Omit<Claim, 'line'>): ProtocolDocument {
  const line = readClaims(document).findLast(({ item }) => item === claim.item)?.line
  return putRecord(document, claimsTable, { values: claim, line })
}

/** A name or hash without the marks that people put around it: backticks, asterisks, a link. */
export function withoutMarks(text: string): string {
  return text.replace(/^\[(.*)\]\(.*\)$/, '$1').replace(/^[`*_]+|[`*_]+$/g, '')
}
