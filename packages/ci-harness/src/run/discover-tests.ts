import { readdir } from 'node:fs/promises'
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

const shellTest = /^test_[\w.-]+\.sh$/
const otherTest = /^test_[\w.-]+\.(py|ts|js)$/

/** The one gate for code from a recipe's own repository: deny unless the workspace approved that recipe. */
export function mayRunRecipeCode(request: Pick<TestRequest, 'codeApproved'>): boolean {
  return request.codeApproved
}

/** Finds the custom tests of our overlays and of the recipe itself. */
export async function discoverTests(
  request: Pick<TestRequest, 'codeApproved' | 'overlays'>,
  checkout: string,
): Promise<Discovery> {
  const ours = request.overlays === undefined ? [] : await listTests(join(request.overlays, 'custom'))
  const repo = await listTests(join(checkout, 'tests', 'custom'))
  const approved = mayRunRecipeCode(request)
  const runnable = [
    ...ours.map((file) => ({ file, origin: 'ours' as const })),
    ...(approved ? repo.map((file) => ({ file, origin: 'repo' as const })) : []),
  ]
  return {
    tests: runnable
      .filter(({ file }) => shellTest.test(basename(file)))
      .map(({ file, origin }) => ({ file, origin, name: nameOf(file) })),
    notRun: [
      ...(approved ? [] : repo.map((file) => ({ file, reason: 'not run: not approved' }))),
      ...runnable
        .filter(({ file }) => otherTest.test(basename(file)))
        .map(({ file }) => ({ file, reason: 'not run: only shell tests are supported' })),
    ],
  }
}

async function listTests(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && (shellTest.test(entry.name) || otherTest.test(entry.name)))
      .map(({ name }) => join(folder, name))
      .sort()
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

/** `test_two_visitors.sh` reads "two visitors". */
const nameOf = (file: string): string =>
  basename(file)
    .replace(/^test_|\.sh$/g, '')
    .replaceAll(/[_-]+/g, ' ')
