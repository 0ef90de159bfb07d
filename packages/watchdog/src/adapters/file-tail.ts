import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** How much is read at one look: one that just began a long file must not keep others waiting. */
const defaultPiece = 8 * 2 ** 20

export interface TailRead {
  /** Complete lines since the look before. */
  readonly lines: readonly string[]
  /** It was replaced or cut: what was read of it before is void. */
  readonly anew: boolean
  readonly bytes: number
  /** Bytes that are there and were not read yet. */
  readonly behind: number
  /** Epoch seconds at which it was last written. */
  readonly writtenAt: number
}

/** Reads a file that somebody adds lines to, each byte once; a line that is longer than a piece is passed over. */
export class FileTail {
  readonly #piece: number
  #file: number | undefined
  #offset = 0
  #rest = Buffer.alloc(0)
  #skipping = false

  constructor(piece = defaultPiece) {
    this.#piece = piece
  }

  /** Throws what the file system says, also where there is no such file. */
  read(file: string): TailRead {
    const descriptor = openSync(file, 'r')
    try {
      const { ino, size, mtimeMs } = fstatSync(descriptor)
      const anew = this.#file !== undefined && (this.#file !== ino || size < this.#offset)
      if (anew) this.#begin()
      this.#file = ino
      const lines = size > this.#offset ? this.#take(descriptor, Math.min(size - this.#offset, this.#piece)) : []
      return { lines, anew, bytes: size, behind: size - this.#offset, writtenAt: mtimeMs / 1000 }
    } finally {
      closeSync(descriptor)
    }
  }

  #begin(): void {
    this.#offset = 0
    this.#rest = Buffer.alloc(0)
    this.#skipping = false
  }

  #take(descriptor: number, length: number): readonly string[] {
    const buffer = Buffer.alloc(length)
    const read = readSync(descriptor, buffer, 0, length, this.#offset)
    this.#offset += read
    const text = Buffer.concat([this.#rest, buffer.subarray(0, read)])
    const end = text.lastIndexOf('\n') + 1
    this.#rest = Buffer.from(text.subarray(end))
    const lines = text.toString('utf8', 0, end).split('\n').slice(0, -1)
    const kept = this.#skipping ? lines.slice(1) : lines
    if (end > 0) this.#skipping = false
    if (this.#rest.length > this.#piece) {
      this.#rest = Buffer.alloc(0)
      this.#skipping = true
    }
    return kept
  }
}
