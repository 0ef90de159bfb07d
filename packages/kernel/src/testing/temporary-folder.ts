import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How long a process that a test has just killed may take for its last words. */
const lastWordsMs = 5000

/** An empty folder that goes when the test does: `temporaryFolder(onTestFinished)`, or `afterAll` for a whole file. */
export function temporaryFolder(whenDone: (remove: () => void) => void): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cc-ci-test-')))
  whenDone(() => removeWhole(folder))
  return folder
}

/** Begins anew when somebody wrote meanwhile; `maxRetries` would only try the same empty folder again. */
function removeWhole(folder: string): void {
  const end = performance.now() + lastWordsMs
  for (;;) {
    try {
      rmSync(folder, { recursive: true, force: true })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY' || performance.now() > end) throw error
    }
  }
}
