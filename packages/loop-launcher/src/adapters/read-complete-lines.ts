import { closeSync, openSync, readSync, statSync } from 'node:fs'

/** Longest piece that is read at once; what counts for us is at the end. */
const longestTail = 8 * 1024 * 1024

/** The complete lines of a file that somebody writes, from a place on; none of a file that is not there. */
export function readCompleteLines(file: string, offset: number): readonly string[] {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch {
    return []
  }
  try {
    const { size } = statSync(file)
    const start = Math.max(Math.min(offset, size), size - longestTail)
    const buffer = Buffer.alloc(size - start)
    const read = readSync(descriptor, buffer, 0, buffer.length, start)
    const complete = buffer.subarray(0, read).lastIndexOf('\n') + 1
    return buffer.toString('utf8', 0, complete).split('\n').slice(0, -1)
  } finally {
    closeSync(descriptor)
  }
}
