import { isUtf8 } from 'node:buffer'
import { constants } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { redactFile } from './redact-file.js'

export interface BundleLimits {
  /** Bytes of one file; of a longer text beginning and end are kept. */
  readonly file: number
  /** Bytes of all files together. */
  readonly total: number
}

export interface BundledFile {
  /** Relative to the run folder. */
  readonly path: string
  readonly content: Buffer
}

export interface CollectedFiles {
  readonly files: readonly BundledFile[]
  /** What is not in it as it lies in the folder, a sentence each. */
  readonly notes: readonly string[]
}

/** More is not read into memory, whatever would be kept of it. */
const readableBytes = 64 * 1024 ** 2

/** A run that still goes has these; they are the recipe's and the browser's, not the run's. An earlier bundle is neither. */
const notEvidence = new Set(['recipe', 'browser', 'bundle.tar.gz'])

/**
 * The files of a run folder, redacted. Links are named and not followed; binaries are left out but for pictures, which
 * were masked when they were taken. What matters most comes first, in case not all fits.
 */
export async function collectFiles(folder: string, limits: BundleLimits): Promise<CollectedFiles> {
  const notes: string[] = []
  const files: BundledFile[] = []
  let left = limits.total
  for (const path of byWeight(await walk(folder, '', notes))) {
    const outcome = await take(folder, path, limits.file)
    if (outcome.note !== undefined) notes.push(outcome.note)
    if (outcome.content === undefined) continue
    if (outcome.content.length > left) notes.push(`${path} was left out: the bundle would be larger than it may be.`)
    else {
      files.push({ path, content: outcome.content })
      left -= outcome.content.length
    }
  }
  return { files, notes }
}

async function walk(folder: string, under: string, notes: string[]): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(join(folder, under), { withFileTypes: true })) {
    const path = join(under, entry.name)
    if (under === '' && notEvidence.has(entry.name)) continue
    if (entry.isDirectory()) found.push(...(await walk(folder, path, notes)))
    else if (entry.isFile()) found.push(path)
    else notes.push(`${path} was left out: it is a ${entry.isSymbolicLink() ? 'link' : 'special file'}.`)
  }
  return found
}

function byWeight(paths: readonly string[]): string[] {
  const weight = (path: string): number => {
    const index = ['results.json', 'events.jsonl', 'lint.txt'].indexOf(path)
    return index === -1 ? 3 : index
  }
  return paths.toSorted((one, other) => weight(one) - weight(other) || (one < other ? -1 : 1))
}

async function take(folder: string, path: string, limit: number): Promise<{ content?: Buffer; note?: string }> {
  const raw = await read(join(folder, path))
  if (typeof raw === 'string') return { note: `${path} was left out: ${raw}.` }
  if (isPicture(raw))
    return raw.length > limit ? { note: `${path} was left out: ${raw.length} bytes.` } : { content: raw }
  if (!isUtf8(raw) || raw.includes(0)) return { note: `${path} was left out: it is binary, so nobody can redact it.` }
  const whole = Buffer.from(redactFile(path, raw.toString('utf8')))
  if (whole.length <= limit) return { content: whole }
  return { content: cut(whole, limit), note: `${path} was cut: ${whole.length} bytes, of which ${limit} may stay.` }
}

/** A file that became a link since the folder was listed is not followed either. */
async function read(path: string): Promise<Buffer | string> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      const { size } = await file.stat()
      return size > readableBytes ? `it has ${size} bytes` : await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    return `it cannot be read (${(error as NodeJS.ErrnoException).code})`
  }
}

const isPicture = (content: Buffer): boolean => content.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))

/** Beginning and end, since what went wrong first and last stands there. */
function cut(content: Buffer, limit: number): Buffer {
  const half = Math.floor(limit / 2)
  const missing = Buffer.from(`\n… ${content.length - 2 * half} bytes cut …\n`)
  return Buffer.concat([content.subarray(0, half), missing, content.subarray(content.length - half)])
}
