import { join } from 'node:path'
import { isBuilt, packageFolder, sourceLoader } from './package-folder.js'

/** The command that runs the runner, of the same kind as we are: built, or from the sources. */
export function runnerCommand(orderFile: string): readonly string[] {
  if (isBuilt) return [process.execPath, join(packageFolder(), 'dist/loop-runner.js'), orderFile]
  return [process.execPath, ...sourceLoader(), join(packageFolder(), 'src/loop-runner.ts'), orderFile]
}
