import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)

/** Whether we run from built files; otherwise what we start runs from the sources, too. */
export const isBuilt = !import.meta.url.endsWith('.ts')

/** Found through the package's own name, because sources, built files and a program that bundles them lie elsewhere. */
export const packageFolder = (): string => dirname(require.resolve('@cc-ci/loop-launcher/package.json'))

/** What Node needs before the name of a program that is to run from the sources, in any folder. */
export const sourceLoader = (): readonly string[] => [
  '--conditions=@cc-ci/source',
  '--import',
  pathToFileURL(require.resolve('tsx')).href,
]
