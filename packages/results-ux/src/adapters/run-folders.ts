import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseRunResult } from '@cc-ci/contracts/parse-run-result'
import type { RunResult } from '@cc-ci/contracts/run-result'

export interface StoredRun {
  readonly folder: string
  readonly result: RunResult
}

export interface StoredRuns {
  /** Newest first. */
  readonly runs: readonly StoredRun[]
  /** Folders that hold no readable result, each with the reason; a run that is still going is among them. */
  readonly skipped: readonly { readonly folder: string; readonly reason: string }[]
}

/** Enough to keep the disk busy, few enough never to run out of file handles. */
const readAtOnce = 64

/** Reads every run below a folder, sorted by when it finished only: run ids mix numbers and names. */
export async function readRuns(runsFolder: string): Promise<StoredRuns> {
  const folders = await subfolders(runsFolder)
  const runs: StoredRun[] = []
  const skipped: { folder: string; reason: string }[] = []
  for (let first = 0; first < folders.length; first += readAtOnce) {
    const batch = folders.slice(first, first + readAtOnce)
    const reads = await Promise.all(batch.map(async (folder) => ({ folder, read: await readRun(folder) })))
    for (const { folder, read } of reads) {
      if (read.ok) runs.push({ folder, result: read.result })
      else skipped.push({ folder, reason: read.problem })
    }
  }
  runs.sort((one, other) => other.result.finished - one.result.finished)
  return { runs, skipped }
}

/** The run with this id, or the newest one; undefined when there is none that can be read. */
export async function findRun(runsFolder: string, runId?: string): Promise<StoredRun | undefined> {
  const { runs } = await readRuns(runsFolder)
  return runId === undefined ? runs[0] : runs.find(({ result }) => result.runId === runId)
}

/** Reads the results.json of one run folder; a missing or corrupt file is a problem to tell, never an exception. */
export async function readRun(folder: string): Promise<ReturnType<typeof parseRunResult>> {
  try {
    return parseRunResult(await readFile(join(folder, 'results.json'), 'utf8'))
  } catch (error) {
    return { ok: false, problem: `results.json cannot be read: ${error instanceof Error ? error.message : error}` }
  }
}

async function subfolders(parent: string): Promise<string[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(parent, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
