import { CcCiError } from '@cc-ci/kernel'
import type { HarnessWorld } from './harness-world.js'
import type { TestRequest } from './run-request.js'

/** The commit under test by its full hash: branch names broke the label check once (H-14). */
export async function resolveHead(
  request: Pick<TestRequest, 'ref' | 'source'>,
  { git }: Pick<HarnessWorld, 'git'>,
): Promise<string> {
  const ref = request.ref ?? 'HEAD'
  const head = await git.resolveRef(request.source, ref)
  if (head !== undefined) return head
  if (request.ref === undefined) {
    throw new CcCiError('RECIPE_HAS_NO_COMMITS', `The repository ${request.source} has no commit to test.`, {
      hint: 'Commit the recipe first.',
      exitCode: 2,
    })
  }
  throw new CcCiError('REF_NOT_FOUND', `The repository ${request.source} has no branch, tag or commit “${ref}”.`, {
    hint: `See what it has: git ls-remote ${request.source}`,
    exitCode: 2,
  })
}
