import type { Phase } from '@cc-ci/contracts/phase-plan'
import { printInstant } from './instants.js'
import { type PhaseDocuments, prepareDocument } from './phase-documents.js'
import type { ProtocolDocument } from './protocol-document.js'
import { putClaim } from './status-document.js'

export interface ClaimRequest {
  readonly item: string
  /** The full hash of the commit that is claimed to hold it. */
  readonly commit: string
  readonly how: string
  readonly expected: string
  readonly where: string
}

/** STATUS.md with the claim in it. */
export function claimItem(
  { status }: PhaseDocuments,
  request: ClaimRequest,
  { phase, now }: { readonly phase: Phase; readonly now: Date },
): ProtocolDocument {
  return putClaim(prepareDocument(status, { file: 'STATUS', phase, now }), {
    ...request,
    claimedAt: printInstant(now),
  })
}
