import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { RecipeSettings } from '@cc-ci/contracts/recipe-settings'
import type { Git, ProcessRunner } from '@cc-ci/kernel'
import { loadHooks } from './hooks/load-hooks.js'
import { readSettings } from './hooks/read-settings.js'
import { lifecycleOps } from './overlays/classify-overlay.js'
import { findOverlays, type Overlays, type TestFile } from './overlays/find-overlays.js'
import { shownPath } from './overlays/shown-path.js'
import { loadSettings } from './run/load-settings.js'
import { resolveHead } from './run/resolve-target.js'
import type { TestRequest } from './run/run-request.js'

/** What would decide how a recipe is tested. Files are relative to `recipes/<name>/`, or to the recipe's repository. */
export interface RecipeInspection {
  /** Full hash of the commit that was looked at. */
  readonly head: string
  readonly settings: RecipeSettings
  /** The settings file that counts, as written, and whose it is; undefined where the defaults hold. */
  readonly settingsFile: SettingsFile | undefined
  /** Functions that the run calls, each with its file; what they give is decided then. */
  readonly hooks: readonly { readonly name: string; readonly file: string }[]
  readonly ours: readonly string[]
  /** Of the recipe's own `tests/`: code of whoever may commit there. */
  readonly theirs: readonly string[]
  readonly tests: readonly { readonly file: string; readonly name: string; readonly origin: 'ours' | 'repo' }[]
  /** Files that were found and will not run, each with its reason. */
  readonly notRun: Overlays['notRun']
}

export interface SettingsFile {
  readonly name: 'recipe.yaml' | 'recipe_meta.py'
  readonly text: string
  readonly origin: 'ours' | 'repo'
}

export interface InspectionWorld {
  readonly git: Git
  readonly processes: ProcessRunner
  /** What the programs that read hooks see of our environment: PATH at least. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * Looks at a recipe in a scratch clone that is gone afterwards. Needs git, not Docker. Hooks and settings that are code are
 * loaded, not called, and only those that the gate lets through: ours, and a recipe's own if that is approved.
 */
export async function inspectRecipe(
  request: Pick<TestRequest, 'source' | 'ref' | 'overlays' | 'codeApproved'>,
  { git, processes, env }: InspectionWorld,
): Promise<RecipeInspection> {
  await loadSettings(request.overlays)
  const head = await resolveHead(request, { git })
  const scratch = await mkdtemp(join(tmpdir(), 'cc-ci-inspect-'))
  try {
    const checkout = join(scratch, 'recipe')
    await git.clone(request.source, checkout, { ref: head })
    const overlays = await findOverlays({ ...request, checkout, stage: join(scratch, 'tests') })
    const world = { processes, env, folder: join(scratch, 'tools') }
    const { settings, hookFiles } = await readSettings(overlays, world)
    const hooks = await loadHooks(hookFiles, world)
    return {
      head,
      settings,
      settingsFile: await settingsFileOf(overlays),
      hooks: hooks.map(({ written, file }) => ({ name: written, file: shownPath(file) })),
      ours: request.overlays === undefined ? [] : await listFiles(request.overlays, '.'),
      theirs: await listFiles(checkout, 'tests'),
      tests: [...lifecycleOps.flatMap((op) => overlays.lifecycle[op]), ...overlays.custom].map(describeTest),
      notRun: overlays.notRun,
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function settingsFileOf({ settings: [counts] }: Overlays): Promise<SettingsFile | undefined> {
  if (counts === undefined) return undefined
  const name = counts.path === 'recipe.yaml' ? counts.path : 'recipe_meta.py'
  return { name, text: await readFile(counts.file, 'utf8'), origin: counts.origin }
}

const describeTest = ({ file, name, origin }: TestFile): RecipeInspection['tests'][number] => ({
  file: origin === 'repo' ? `tests/${file.path}` : file.file,
  name,
  origin,
})

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
