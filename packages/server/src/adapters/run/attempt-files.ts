import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { QueuedRun } from '../../queue/queued-run.js'

/** What one attempt of a run leaves in the spool folder, so that any later server can take it up. */
export interface AttemptFiles {
  readonly folder: string
  /** Which process made the attempt, by its own word. */
  readonly claim: string
  /** The document that `cc-ci test --json` prints. */
  readonly output: string
  /** What it says to people. */
  readonly log: string
  /** Path of the run folder, as soon as there is one. */
  readonly folderFile: string
}

export function attemptFiles(spool: string, { seq, attempt }: Pick<QueuedRun, 'seq' | 'attempt'>): AttemptFiles {
  const folder = join(spool, `${seq}-${attempt}`)
  return {
    folder,
    claim: join(folder, 'claim'),
    output: join(folder, 'output.json'),
    log: join(folder, 'log'),
    folderFile: join(folder, 'run-folder'),
  }
}

const keptMs = 14 * 86_400_000

/** Makes the folder of an attempt, and removes those of runs that were asked for two weeks before it. */
export function makeAttemptFolder(spool: string, run: Pick<QueuedRun, 'seq' | 'attempt'>): AttemptFiles {
  const files = attemptFiles(spool, run)
  mkdirSync(files.folder, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(spool)) {
    const seq = Number(/^(\d+)-[12]$/.exec(name)?.[1])
    if (run.seq - seq > keptMs) rmSync(join(spool, name), { recursive: true, force: true })
  }
  return files
}

/** The text of a file; undefined while there is none. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
