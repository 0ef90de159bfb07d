import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An empty folder that goes when the test does: `temporaryFolder(onTestFinished)`, or `afterAll` for a whole file. */
export function temporaryFolder(whenDone: (remove: () => void) => void): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cc-ci-test-')))
  // A process that a test has just killed may still write its last words.
  whenDone(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  return folder
}
