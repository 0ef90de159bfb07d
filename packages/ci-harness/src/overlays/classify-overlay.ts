/** The operations that a tier does once, and that tests of their own may follow. */
export const lifecycleOps = ['install', 'upgrade', 'backup', 'restore'] as const
export type LifecycleOp = (typeof lifecycleOps)[number]

export type TestLanguage = 'shell' | 'pytest' | 'vitest'

/** What a file of a recipe's overlays is for, told by its path alone. */
export type OverlayKind =
  | { readonly kind: 'lifecycle'; readonly op: LifecycleOp; readonly language: TestLanguage }
  | { readonly kind: 'custom'; readonly language: TestLanguage }
  | { readonly kind: 'hooks' | 'settings' | 'install-steps' | 'compose' | 'previous' | 'parity' }
  /** It looks like something that runs and will not, for the reason given. */
  | { readonly kind: 'misplaced'; readonly reason: string }

/** Folders of custom tests; the two last names are those of the original. */
export const customFolders = ['custom', 'functional', 'playwright'] as const

const languages: Readonly<Record<string, TestLanguage>> = { sh: 'shell', py: 'pytest', ts: 'vitest', js: 'vitest' }
const testName = /^test_[\w.-]*\.(sh|py|ts|js)$/
const lifecycleName = new RegExp(`^test_(${lifecycleOps.join('|')})\\.\\w+$`)

const singleFiles: Readonly<Record<string, 'hooks' | 'settings' | 'install-steps' | 'compose' | 'parity'>> = {
  ...{ 'hooks.ts': 'hooks', 'hooks.js': 'hooks', 'hooks.py': 'hooks', 'ops.py': 'hooks' },
  ...{ 'recipe.yaml': 'settings', 'recipe_meta.py': 'settings' },
  ...{ 'install_steps.sh': 'install-steps', 'compose.ccci.yml': 'compose', 'PARITY.md': 'parity' },
}

/** Undefined for a file that nothing looks for by name, such as a helper that a test sources. */
export function classifyOverlay(path: string): OverlayKind | undefined {
  const [folder = '', ...rest] = path.split('/')
  if (rest.length === 0) return classifyTopLevel(folder)
  if (folder === 'previous') return { kind: 'previous' }
  if (!customFolders.some((name) => name === folder)) return undefined
  const [name = '', ...deeper] = rest
  if (deeper.length > 0 || !name.startsWith('test_')) return undefined
  if (lifecycleName.test(name)) return misplaced(`lifecycle tests do not belong in ${folder}/`)
  return classifyTest(name, (language) => ({ kind: 'custom', language }))
}

function classifyTopLevel(name: string): OverlayKind | undefined {
  const single = Object.hasOwn(singleFiles, name) ? singleFiles[name] : undefined
  if (single !== undefined) return { kind: single }
  if (!name.startsWith('test_')) return undefined
  const [, op] = lifecycleName.exec(name) ?? []
  const known = lifecycleOps.find((each) => each === op)
  if (known === undefined) return misplaced('custom tests belong in custom/')
  return classifyTest(name, (language) => ({ kind: 'lifecycle', op: known, language }))
}

function classifyTest(name: string, make: (language: TestLanguage) => OverlayKind): OverlayKind {
  const [, extension = ''] = testName.exec(name) ?? []
  const language = languages[extension]
  if (language !== undefined) return make(language)
  return misplaced(
    /^[\w.-]+$/.test(name)
      ? 'tests are .sh, .py, .ts or .js files'
      : 'names of tests have only letters, digits, “_”, “-” and “.”',
  )
}

const misplaced = (reason: string): OverlayKind => ({ kind: 'misplaced', reason })
