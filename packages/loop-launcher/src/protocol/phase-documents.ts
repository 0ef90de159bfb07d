import type { Phase } from '@cc-ci/contracts/phase-plan'
import { CcCiError } from '@cc-ci/kernel'
import { findConflictMarker } from './find-conflict-marker.js'
import { printFrontMatter, stampDocument } from './front-matter.js'
import { printInstant } from './instants.js'
import { type ProtocolDocument, readDocument } from './protocol-document.js'
import { type PhaseFile, pathOf, schemaOf, writers } from './protocol-files.js'

/** The two files that a phase is judged by. One that does not exist yet is an empty document. */
export interface PhaseDocuments {
  readonly status: ProtocolDocument
  readonly review: ProtocolDocument
}

/** `files`: texts by their path below the protocol folder. Throws PROTOCOL_CONFLICT and PROTOCOL_FILE_BROKEN. */
export function readPhase(files: ReadonlyMap<string, string>, phase: string): PhaseDocuments {
  return { status: readFile(files, pathOf(phase, 'STATUS')), review: readFile(files, pathOf(phase, 'REVIEW')) }
}

/** Which half of an unsolved merge counts, nobody knows; and what an endless code block swallows, nobody sees. */
function readFile(files: ReadonlyMap<string, string>, path: string): ProtocolDocument {
  const document = readDocument(files.get(path) ?? '')
  const conflict = findConflictMarker(document)
  if (conflict !== undefined) {
    throw new CcCiError('PROTOCOL_CONFLICT', `${path}, line ${conflict}, has the marks of an unsolved merge.`, {
      hint: 'Keep what its writer wrote, remove the marks, commit and push.',
      place: { file: path, line: conflict },
    })
  }
  const line = document.unclosedAt
  if (line === undefined) return document
  throw new CcCiError(
    'PROTOCOL_FILE_BROKEN',
    `${path}, line ${line}: a code block or a comment begins and never ends.`,
    {
      hint: 'End it: all that stands below is part of it, and nobody sees it. Then commit and push.',
      place: { file: path, line },
    },
  )
}

/** A document that is about to be written: begun if it is empty, and with the time of this change. */
export function prepareDocument(
  document: ProtocolDocument,
  { file, phase, now }: { readonly file: PhaseFile; readonly phase: Phase; readonly now: Date },
): ProtocolDocument {
  const head = { schema: schemaOf(file), phase: phase.id, writer: writers[file], updatedAt: printInstant(now) }
  if (document.text.trim() !== '') return stampDocument(document, head)
  const title = `${titles[file]} of phase ${phase.id}: ${phase.title}`
  return readDocument(`${[...printFrontMatter(head), '', `# ${title}`, '', ...introductions[file]].join('\n')}\n`)
}

const titles: Readonly<Record<PhaseFile, string>> = {
  STATUS: 'Status',
  BACKLOG: 'Backlog',
  JOURNAL: 'Journal',
  REVIEW: 'Review',
}

const introductions: Readonly<Record<PhaseFile, readonly string[]>> = {
  STATUS: ['What is claimed, and how anybody sees that it holds. Reasons stand in JOURNAL.md.'],
  BACKLOG: ['What is still to be done, the next thing first.'],
  JOURNAL: ['Reasons and dead ends. The adversary reads this after its verdict, not before.'],
  REVIEW: ['What came of running the proofs again, and what is wrong. Only the adversary writes here.'],
}
