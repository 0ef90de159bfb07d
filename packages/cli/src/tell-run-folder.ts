import { renameSync, writeFileSync } from 'node:fs'
import type { RunEvent } from '@cc-ci/contracts/run-event'

/**
 * Writes the path of the run folder into the file that `CC_CI_FOLDER_FILE` names, as soon as there is one: whoever
 * started us follows the run by it, also when it was away meanwhile.
 */
export function tellRunFolder(event: RunEvent, environment: Readonly<Record<string, string | undefined>>): void {
  const file = environment.CC_CI_FOLDER_FILE
  if (event.type !== 'run.started' || file === undefined || file === '') return
  try {
    writeFileSync(`${file}.part`, `${event.folder}\n`)
    renameSync(`${file}.part`, file)
  } catch {
    // Who waits for it learns the folder from the result; the run itself has nothing to do with it.
  }
}
