import { packageFile } from '../program-files.js'

export interface OverlayModule {
  /** The file behind `@cc-ci/ci-harness/overlay`. */
  readonly overlay: string
  /** The conditions under which what it imports is found. */
  readonly conditions: readonly string[]
}

const isBuilt = !import.meta.url.endsWith('.ts')

/** The module that tests and hooks import, of the same kind as we are: built, or from the sources. */
export function overlayModule(): OverlayModule {
  return isBuilt
    ? { overlay: packageFile('dist/overlay.js'), conditions: ['node', 'import', 'module', 'default'] }
    : { overlay: packageFile('src/overlay.ts'), conditions: ['@cc-ci/source', 'node', 'import', 'module', 'default'] }
}
