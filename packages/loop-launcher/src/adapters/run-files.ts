import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type RunMetadata, runMetadataSchema } from '../runner/launch-order.js'

/** Writes the whole file or leaves the old one; only its user can read it. */
export function writePrivately(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, text, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** Undefined where there is none, or another thing. Throws for one that may not be read: its agent may live. */
export function readRun(file: string): RunMetadata | undefined {
  try {
    return runMetadataSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export function removeRun(file: string, runId: string): void {
  if (readRun(file)?.runId === runId) rmSync(file, { force: true })
}
