import type { Dirent } from 'node:fs'
import { readdir, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { TestRequest } from './run-request.js'

/** A test of the custom tier that will run. */
export interface CustomTest {
  readonly file: string
  readonly name: string
  readonly origin: 'ours' | 'repo'
}

export interface Discovery {
  readonly tests: readonly CustomTest[]
  /** Files that were found and will not run, each with its reason: nothing is skipped silently. */
  readonly notRun: readonly { readonly file: string; readonly reason: string }[]
}

interface Found {
  readonly file: string
  readonly origin: CustomTest['origin']
  /** Undefined for a test that will run. */
  readonly reason: string | undefined
}

const shellTest = /^test_[\w.-]+\.sh$/
const lifecycleTest = /^test_(install|upgrade|backup|restore)\.\w+$/

/** The one gate for code from a recipe's own repository: deny unless the workspace approved that recipe. */
export function mayRunRecipeCode(request: Pick<TestRequest, 'codeApproved'>): boolean {
  return request.codeApproved
}

/** Finds the custom tests of our overlays and of the recipe itself; they live in `custom/` and nowhere else. */
export async function discoverTests(
  request: Pick<TestRequest, 'codeApproved' | 'overlays'>,
  checkout: string,
): Promise<Discovery> {
  const found = [
    ...(request.overlays === undefined ? [] : await listTests(request.overlays, 'custom', 'ours')),
    ...(await listTests(checkout, 'tests/custom', 'repo')).map((test) =>
      mayRunRecipeCode(request) ? test : { ...test, reason: 'not run: not approved' },
    ),
  ]
  return {
    tests: found.flatMap(({ file, origin, reason }) =>
      reason === undefined ? [{ file, origin, name: nameOf(file) }] : [],
    ),
    notRun: found.flatMap(({ file, reason }) => (reason === undefined ? [] : [{ file, reason }])),
  }
}

/** A link, of the folder or of a file, could lead to code that nobody approved. */
async function listTests(root: string, path: string, origin: CustomTest['origin']): Promise<Found[]> {
  const folder = join(root, path)
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const isElsewhere = (await realpath(folder)) !== join(await realpath(root), path)
    return entries
      .filter(({ name }) => name.startsWith('test_'))
      .map((entry) => ({
        file: join(folder, entry.name),
        origin,
        reason: isElsewhere ? 'not run: its folder is a link' : whyNotRun(entry),
      }))
      .sort((one, other) => (one.file < other.file ? -1 : 1))
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR'].includes(code)) return []
    throw new CcCiError('TESTS_UNREADABLE', `The folder of custom tests ${folder} cannot be read: ${code}.`, {
      place: { file: folder },
      exitCode: 2,
      cause: error,
    })
  }
}

function whyNotRun(entry: Dirent): string | undefined {
  if (!entry.isFile()) return 'not run: it is no plain file'
  if (lifecycleTest.test(entry.name)) return 'not run: lifecycle tests do not belong in custom/'
  return shellTest.test(entry.name) ? undefined : 'not run: only shell tests are supported'
}

/** `test_two_visitors.sh` reads "two visitors". */
const nameOf = (file: string): string =>
  basename(file)
    .replace(/^test_|\.sh$/g, '')
    .replaceAll(/[_-]+/g, ' ')
