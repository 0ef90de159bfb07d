import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { RecipeSettings } from '@cc-ci/contracts/recipe-settings'
import type { Git } from '@cc-ci/kernel'
import { type Discovery, discoverTests } from './run/discover-tests.js'
import { loadSettings } from './run/load-settings.js'
import { resolveHead } from './run/resolve-target.js'
import type { TestRequest } from './run/run-request.js'

/** What would decide how a recipe is tested. Files are relative to `recipes/<name>/`, or to the recipe's repository. */
export interface RecipeInspection {
  /** Full hash of the commit that was looked at. */
  readonly head: string
  readonly settings: RecipeSettings
  readonly ours: readonly string[]
  /** Of the recipe's own `tests/`: code of whoever may commit there. */
  readonly theirs: readonly string[]
  readonly discovery: Discovery
}

/** Looks at a recipe in a scratch clone that is gone afterwards. Needs git, not Docker; runs no code of the recipe. */
export async function inspectRecipe(
  request: Pick<TestRequest, 'source' | 'ref' | 'overlays' | 'codeApproved'>,
  { git }: { readonly git: Git },
): Promise<RecipeInspection> {
  const settings = await loadSettings(request.overlays)
  const head = await resolveHead(request, { git })
  const scratch = await mkdtemp(join(tmpdir(), 'cc-ci-inspect-'))
  try {
    const checkout = join(scratch, 'recipe')
    await git.clone(request.source, checkout, { ref: head })
    const discovery = await discoverTests(request, checkout)
    const plain = <T extends { readonly file: string }>(found: T): T => ({ ...found, file: withoutScratch(found.file) })
    const withoutScratch = (file: string): string => (file.startsWith(checkout) ? relative(checkout, file) : file)
    return {
      head,
      settings,
      ours: request.overlays === undefined ? [] : await listFiles(request.overlays, '.'),
      theirs: await listFiles(checkout, 'tests'),
      discovery: { tests: discovery.tests.map(plain), notRun: discovery.notRun.map(plain) },
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Everything below a folder that is no folder itself; links are named, not followed. */
async function listFiles(root: string, path: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => !entry.isDirectory())
    return files.map((entry) => relative(root, join(entry.parentPath, entry.name))).sort()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}
