import { crc32 } from 'node:zlib'

/**
 * The value as one line of JSON with its line end, to be added to a journal with one write; the checksum, its last key,
 * covers everything before it.
 */
export function printCheckedLine(value: object): string {
  const body = JSON.stringify(value)
  return `${body.slice(0, -1)},"crc":"${checksum(body)}"}\n`
}

export interface CheckedLines {
  /** Of the intact lines, in order, without their checksums. */
  readonly values: readonly unknown[]
  /** Bytes after the last line end: a write that a crash cut short. */
  readonly tornBytes: number
  /** Numbers, from 1, of complete lines that are not what was written. */
  readonly corruptLines: readonly number[]
}

/** Reads what can be trusted, and says what cannot. */
export function readCheckedLines(text: string): CheckedLines {
  const end = text.lastIndexOf('\n') + 1
  const lines = text.slice(0, end).split('\n').slice(0, -1)
  const bodies = lines.map(intactBody)
  return {
    values: bodies.flatMap((body) => (body === undefined ? [] : [JSON.parse(body) as unknown])),
    tornBytes: Buffer.byteLength(text.slice(end)),
    corruptLines: bodies.flatMap((body, index) => (body === undefined ? [index + 1] : [])),
  }
}

function intactBody(line: string): string | undefined {
  const [, start, crc] = /^(\{.*),"crc":"([0-9a-f]{8})"\}$/.exec(line) ?? []
  const body = `${start}}`
  return start !== undefined && checksum(body) === crc ? body : undefined
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}
