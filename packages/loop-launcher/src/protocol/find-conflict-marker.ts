import type { ProtocolDocument } from './protocol-document.js'

/** The line, from 1, of the first mark that an unsolved merge left in a file; also inside of code blocks. */
export function findConflictMarker({ lines }: ProtocolDocument): number | undefined {
  return lines.find(({ text }) => /^(<{7}|>{7}|\|{7})( |$)/.test(text))?.number
}
