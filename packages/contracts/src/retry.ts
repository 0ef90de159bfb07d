import type { Retry, RunResult, StageResult, TestResult } from './run-result.js'

/** Faults of the host that stay until somebody does something about them: to try again finds the same. */
const standing = new Set([
  ...[
    'ABRA_DEPLOYED_ELSEWHERE',
    'ABRA_FLAG_UNKNOWN',
    'ABRA_NEEDS_TERMINAL',
    'ABRA_ORIGIN_REFUSED',
    'BACKUPBOT_MISSING',
  ],
  ...['BASE_UNAVAILABLE', 'HOST_CLAIM_NOT_APPROVED', 'NAME_TAKEN'],
])

/**
 * Whether a run deserves one repetition, and what is then said of it: only where the host, a registry or the network
 * kept it from judging. What the recipe, the app or cc-ci did wrong would happen again; who stopped a run meant it.
 */
export function retryAfter({ verdict, stopped, fault, retry, runId }: RunResult): Retry | undefined {
  if (verdict !== 'error' || stopped !== null || fault?.class !== 'infra' || retry !== null) return undefined
  if (standing.has(fault.code)) return undefined
  return { attempt: 2, retryOf: runId, code: fault.code, evidence: fault.evidence }
}

/** The stages of a repeated run; what passes only now is marked flaky, with what was said of it the first time. */
export function markFlaky(stages: readonly StageResult[], first: Pick<RunResult, 'stages'>): StageResult[] {
  return stages.map((stage) => {
    const before = first.stages.find(({ name }) => name === stage.name)
    return before === undefined ? stage : { ...stage, tests: markTests(stage, before) }
  })
}

function markTests(stage: StageResult, before: StageResult): TestResult[] {
  const failed = before.tests.filter(({ status }) => status === 'fail' || status === 'error')
  const marked = stage.tests.map((test) => {
    const earlier = failed.find(({ id }) => id === test.id)
    return earlier === undefined || test.status !== 'pass' ? test : passedNow(test, earlier)
  })
  const known = new Set(stage.tests.map(({ id }) => id))
  // Such as "the tier runs to its end", which is only recorded where it does not.
  const onlyThen = stage.status === 'pass' ? failed.filter(({ id }) => !known.has(id)) : []
  return [...marked, ...onlyThen.map((test) => passedNow({ ...test, status: 'pass', seconds: 0 }, test))]
}

function passedNow(test: TestResult, earlier: TestResult): TestResult {
  return { ...test, flaky: true, message: `the first time: ${earlier.message ?? 'no reason was recorded'}` }
}
