import type { TestRequest } from '@cc-ci/ci-harness'
import { retryAfter } from '@cc-ci/contracts/retry'
import type { RunResult } from '@cc-ci/contracts/run-result'

/** The same request for the very commit that was tested, when the result calls for one repetition; else undefined. */
export function repeatRequest(request: TestRequest, result: RunResult): TestRequest | undefined {
  if (request.repeats !== undefined || retryAfter(result) === undefined) return undefined
  return { ...request, ref: result.ref, repeats: result }
}
