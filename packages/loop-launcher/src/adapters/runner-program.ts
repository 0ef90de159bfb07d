import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)

/** Found through the package's own name, because sources, built files and a program that bundles them lie elsewhere. */
const packageFolder = () => dirname(require.resolve('@cc-ci/loop-launcher/package.json'))
const isBuilt = !import.meta.url.endsWith('.ts')

/** The command that runs the runner, of the same kind as we are: built, or from the sources. */
export function runnerCommand(orderFile: string): readonly string[] {
  if (isBuilt) return [process.execPath, join(packageFolder(), 'dist/loop-runner.js'), orderFile]
  const loader = pathToFileURL(require.resolve('tsx')).href
  const source = join(packageFolder(), 'src/loop-runner.ts')
  return [process.execPath, '--conditions=@cc-ci/source', '--import', loader, source, orderFile]
}
