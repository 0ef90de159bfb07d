import type { RunResult, TestResult, TierName } from '@cc-ci/contracts/run-result'

/** The tests that failed or could not be judged, in the order they ran. */
export function failingTests({ stages }: RunResult): { stage: TierName; test: TestResult }[] {
  return stages.flatMap(({ name, tests }) =>
    tests.filter(({ status }) => status === 'fail' || status === 'error').map((test) => ({ stage: name, test })),
  )
}
