import { crc32 } from 'node:zlib'

/** How a unit on the disk stands to the one that is wanted. */
export type UnitState = 'missing' | 'unchanged' | 'outdated' | 'changed-by-hand'

const head = '# Written by `cc-ci watchdog install-unit`, which keeps what was changed by hand; sum: '

/** Puts a line before a unit that tells later whether somebody has changed it since. */
export function signUnit(content: string): string {
  return `${head}${sumOf(content)}\n${content}`
}

/** `present` is the file as it is, undefined if there is none; `wanted` is a signed unit. */
export function judgeUnit(present: string | undefined, wanted: string): UnitState {
  if (present === undefined) return 'missing'
  if (present === wanted) return 'unchanged'
  const end = present.indexOf('\n') + 1
  const isOurs = present.slice(0, end) === `${head}${sumOf(present.slice(end))}\n`
  return isOurs ? 'outdated' : 'changed-by-hand'
}

/** A change by hand is no forgery: a checksum finds it. */
function sumOf(content: string): string {
  return crc32(content).toString(16).padStart(8, '0')
}
