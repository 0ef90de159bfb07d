import { renameSync, writeFileSync } from 'node:fs'
import type { RunEvent } from '@cc-ci/contracts/run-event'
import type { World } from './world.js'

/**
 * Writes the path of a run’s folder into the file that CC_CI_FOLDER_FILE names, as soon as there is one: whoever started
 * us can follow the run from there, and find its result when we die. What cannot be written keeps no run from going on.
 */
export function noteRunFolder(event: RunEvent, { environment }: Pick<World, 'environment'>): void {
  const file = environment.CC_CI_FOLDER_FILE
  if (event.type !== 'run.started' || !file) return
  try {
    writeFileSync(`${file}.part`, `${event.folder}\n`)
    renameSync(`${file}.part`, file)
  } catch {
    // Its reader finds the result by what we print at the end.
  }
}
