import { CcCiError } from '@cc-ci/kernel'

/** The number of a run in the queue, as it is typed. Throws RUN_NUMBER_INVALID. */
export function readSeq(typed: string): number {
  if (/^\d{1,15}$/.test(typed)) return Number(typed)
  throw new CcCiError('RUN_NUMBER_INVALID', `“${typed}” is no number of a run in the queue.`, {
    hint: 'See them: cc-ci queue list',
    exitCode: 2,
  })
}
