import { CcCiError } from '@cc-ci/kernel'
import type { CodeState } from '../ports/coordination.js'

/** Throws TREE_DIRTY and HEAD_UNPUSHED: what only this clone has, nobody else can check. */
export function checkTree({ folder, commit, dirty, pushed, branch }: CodeState): void {
  if (dirty.length > 0) {
    throw new CcCiError('TREE_DIRTY', `${folder} has changes that are not committed: ${dirty.join(', ')}.`, {
      hint: 'Commit and push them, or put them away, and try again.',
      exitCode: 2,
    })
  }
  if (pushed) return
  throw new CcCiError('HEAD_UNPUSHED', `Commit ${commit.slice(0, 12)} of ${folder} is not at the remote’s ${branch}.`, {
    hint: 'Push it first: git push',
    exitCode: 2,
  })
}
