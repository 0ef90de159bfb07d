import { closeSync, openSync, readSync } from 'node:fs'
import { type RunEvent, runEventSchema } from '@cc-ci/contracts/run-event'

const chunkBytes = 64 * 1024

/** Reads a journal that grows: each whole line once, in order. A line that is no event is left out. */
export class JournalTail {
  readonly #file: string
  #offset = 0

  constructor(file: string) {
    this.#file = file
  }

  /** Events that came since the last look; none while there is no file. */
  next(): RunEvent[] {
    return this.#newText()
      .split('\n')
      .flatMap((line) => parseEvent(line) ?? [])
  }

  /** Up to the last line end: what follows that is not whole yet. */
  #newText(): string {
    let file: number
    try {
      file = openSync(this.#file, 'r')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
      throw error
    }
    try {
      const bytes = readFrom(file, this.#offset)
      const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1)
      this.#offset += whole.length
      return whole.toString('utf8')
    } finally {
      closeSync(file)
    }
  }
}

function readFrom(file: number, offset: number): Buffer {
  const chunks: Buffer[] = []
  for (let at = offset; ; ) {
    const chunk = Buffer.alloc(chunkBytes)
    const length = readSync(file, chunk, 0, chunkBytes, at)
    if (length === 0) return Buffer.concat(chunks)
    chunks.push(chunk.subarray(0, length))
    at += length
  }
}

function parseEvent(line: string): RunEvent | undefined {
  if (line === '') return undefined
  try {
    return runEventSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
