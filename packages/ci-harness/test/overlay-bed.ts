import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ExecaProcessRunner, SystemClock } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { onTestFinished } from 'vitest'
import { findOverlays } from '../src/overlays/find-overlays.js'
import type { OverlayTest } from '../src/overlays/overlay-test.js'
import { runTests } from '../src/overlays/run-tests.js'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** Writes files below a new folder and gives it back. */
export function folderOf(files: Readonly<Record<string, string>>, root = temporaryFolder(onTestFinished)): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

export interface OverlayRun {
  readonly ours?: Readonly<Record<string, string>>
  readonly repo?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly codeApproved?: boolean
  readonly packagesFrom?: string
}

/** Finds the custom tests of these files and runs them for real, as the custom tier does. */
export async function runOverlays(run: OverlayRun): Promise<readonly OverlayTest[]> {
  const { ours = {}, repo = {}, env = {}, codeApproved = true, packagesFrom = repository } = run
  const [overlays, checkout] = [folderOf(ours), folderOf({ 'compose.yml': '', ...repo })]
  const stage = join(folderOf({}), 'repo-tests')
  const { custom } = await findOverlays({ overlays, checkout, codeApproved, stage })
  const { PATH = '', HOME = '' } = process.env
  return runTests(
    custom,
    { PATH, HOME, ...env },
    {
      processes: new ExecaProcessRunner(),
      clock: new SystemClock(),
      signal: new AbortController().signal,
      folder: folderOf({}),
      packagesFrom,
    },
  )
}

/** A table of what was found: name and status, with the summary of what did not pass. */
export const shown = (tests: readonly OverlayTest[]): string[] =>
  tests.map(({ name, status, summary }) => `${status} ${name}${summary === null ? '' : `: ${summary}`}`)
