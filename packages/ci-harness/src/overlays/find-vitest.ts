import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'

/**
 * The vitest that a workspace has installed, as the module to import; an optional peer of this package, which brings
 * none itself. Only the folders of the workspace and above are looked through, not what NODE_PATH may add.
 */
export function findVitest(workspace: string): string {
  for (let folder = workspace; ; folder = dirname(folder)) {
    const manifest = join(folder, 'node_modules/vitest/package.json')
    if (existsSync(manifest)) return createRequire(manifest).resolve('vitest/node')
    if (folder === dirname(folder)) throw vitestMissing(workspace)
  }
}

const vitestMissing = (workspace: string): CcCiError =>
  new CcCiError('VITEST_MISSING', `There are TypeScript or JavaScript tests, and ${workspace} has no vitest.`, {
    hint: `Install it with: npm install --save-dev --prefix ${workspace} vitest`,
  })
