import type { RunResult, StageResult } from '@cc-ci/contracts/run-result'
import { couldNotJudge, type Failure } from './failure.js'

export interface VerdictEvidence {
  readonly stages: readonly StageResult[]
  readonly failures: readonly Failure[]
  readonly deploys: RunResult['deploys']
  readonly leftovers: readonly string[]
  readonly leaked: boolean
  /** Why dependencies are not ready, a sentence each; the host's own faults are failures like any other. */
  readonly depsNotReady: readonly string[]
  readonly stopped: RunResult['stopped']
}

/**
 * Green, red, or error when the run could not judge (harness-contract §15). Lint, level and presentation have no say.
 * A stop or an infra fault is an error: it says nothing about the recipe. Leftovers and leaks are red whatever else passed.
 */
export function drawVerdict(evidence: VerdictEvidence): {
  readonly verdict: RunResult['verdict']
  readonly reasons: readonly string[]
} {
  if (evidence.stopped !== null) return { verdict: 'error', reasons: [`the run was stopped: ${evidence.stopped}`] }
  const red = redReasons(evidence)
  if (red.length > 0) return { verdict: 'red', reasons: red }
  const unjudged = evidence.failures.filter(couldNotJudge)
  if (unjudged.length > 0) return { verdict: 'error', reasons: unjudged.map(({ evidence: why }) => why) }
  if (deployTiers(evidence.stages).length === 0) return { verdict: 'red', reasons: ['no tier ran'] }
  return { verdict: 'green', reasons: [] }
}

function redReasons({ stages, deploys, leftovers, leaked, depsNotReady, failures }: VerdictEvidence): string[] {
  const judgedFailures = failures.filter((failure) => !couldNotJudge(failure))
  const failedTiers = deployTiers(stages)
    .filter(({ status }) => status === 'fail')
    .map(({ name }) => `the ${name} tier failed`)
  // A deploy that could not be judged leaves the count short; then the count proves nothing.
  const miscounted = deploys.count > deploys.expected || (deploys.count < deploys.expected && failures.length === 0)
  return [
    ...failedTiers,
    ...(failedTiers.length === 0 && judgedFailures.length > 0 ? judgedFailures.map(({ evidence }) => evidence) : []),
    ...(miscounted ? [`the app was deployed ${deploys.count} times, expected ${deploys.expected}`] : []),
    ...(leftovers.length > 0 ? [`teardown left ${leftovers.join(', ')}`] : []),
    ...(leaked ? ['a secret value was found in what the run wrote'] : []),
    ...depsNotReady,
  ]
}

const deployTiers = (stages: readonly StageResult[]): readonly StageResult[] =>
  stages.filter(({ name }) => name !== 'lint')
