import type { Keeping, TestRequest } from '@cc-ci/ci-harness'
import { CcCiError } from '@cc-ci/kernel'
import type { Testing } from '../test-recipes.js'

/** Keeps the app of a release that was found green, for quick runs. Throws RUN_CANCELLED, and then nothing is noted. */
export function keepWith({ harness, progress, signal }: Testing, request: TestRequest) {
  return async (keeping: Omit<Keeping, 'request'>): Promise<string | undefined> => {
    progress.say(`${request.recipe}: keeping the app of ${keeping.version}, undeployed, for quick runs`)
    const { keepCanonical } = await import('@cc-ci/ci-harness')
    try {
      return await keepCanonical({ ...keeping, request }, harness, { signal })
    } catch (error) {
      if (!signal.aborted) throw error
      throw new CcCiError('RUN_CANCELLED', `The app of ${request.recipe} was not kept: the sweep was cancelled.`, {
        hint: 'Nothing of it runs. The next sweep tests the release again and keeps it.',
        exitCode: 143,
        cause: error,
      })
    }
  }
}
