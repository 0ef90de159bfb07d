import { closeSync, openSync, readSync } from 'node:fs'

const pieceSize = 8 * 1024 * 1024

/** A file as texts that end at line ends, so that one of gigabytes needs no more memory than its longest lines. */
export function* readPieces(file: string): Generator<string> {
  const descriptor = openSync(file, 'r')
  try {
    let rest: Buffer = Buffer.alloc(0)
    for (;;) {
      const piece = Buffer.alloc(pieceSize)
      const read = readSync(descriptor, piece, 0, pieceSize, null)
      if (read === 0) break
      const text = Buffer.concat([rest, piece.subarray(0, read)])
      const end = text.lastIndexOf('\n') + 1
      if (end > 0) yield text.toString('utf8', 0, end)
      rest = text.subarray(end)
    }
    if (rest.length > 0) yield rest.toString('utf8')
  } finally {
    closeSync(descriptor)
  }
}
