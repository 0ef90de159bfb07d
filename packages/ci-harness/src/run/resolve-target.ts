import { CcCiError } from '@cc-ci/kernel'
import type { HarnessWorld } from './harness-world.js'
import type { TestRequest } from './run-request.js'

/** The commit under test by its full hash: branch names broke the label check once (H-14). */
export async function resolveHead(
  { ref: asked, source, pullRequest }: Pick<TestRequest, 'ref' | 'source' | 'pullRequest'>,
  { git }: Pick<HarnessWorld, 'git'>,
): Promise<string> {
  if (asked === undefined && pullRequest !== undefined) return pullRequest.head
  const ref = asked ?? 'HEAD'
  const elsewhere = pullRequest === undefined || pullRequest.headSource === source ? [] : [pullRequest.headSource]
  for (const place of [source, ...elsewhere]) {
    const head = await git.resolveRef(place, ref)
    if (head !== undefined) return head
  }
  if (asked === undefined) {
    throw new CcCiError('RECIPE_HAS_NO_COMMITS', `The repository ${source} has no commit to test.`, {
      hint: 'Commit the recipe first.',
      exitCode: 2,
    })
  }
  throw new CcCiError('REF_NOT_FOUND', `The repository ${source} has no branch, tag or commit “${ref}”.`, {
    hint: `See what it has: git ls-remote ${source}`,
    exitCode: 2,
  })
}

/** Clones the recipe with the commit under test checked out, which may lie in the fork that a change comes from. */
export async function cloneAt(
  head: string,
  folder: string,
  { source, pullRequest }: Pick<TestRequest, 'source' | 'pullRequest'>,
  { git }: Pick<HarnessWorld, 'git'>,
): Promise<void> {
  const alsoFrom = pullRequest?.headSource
  await git.clone(source, folder, { ref: head, ...(alsoFrom !== undefined && alsoFrom !== source && { alsoFrom }) })
}
