import type {
  LintFinding,
  RunResult,
  ServiceUpdate,
  StageResult,
  StoreRecord,
  TestResult,
  TierName,
} from '@cc-ci/contracts/run-result'
import type { Failure } from '../verdict/failure.js'

/** What a run has found out so far; the verdict is drawn from it at the end, by pure functions. */
export interface RunRecord {
  readonly start: RunResult['start']
  readonly stages: StageResult[]
  readonly failures: { readonly tier: TierName | null; readonly failure: Failure }[]
  readonly notes: string[]
  data: readonly StoreRecord[]
  swarm: readonly ServiceUpdate[]
  lint: {
    errors: readonly LintFinding[]
    warnings: readonly LintFinding[]
    unverified: string | null
    unchecked: RunResult['lint']['unchecked']
  }
  deployCount: number
  /** Whether a test that needs the dependencies passed. */
  provedDependencies: boolean
  leftovers: readonly string[]
  resources: RunResult['resources']
  /** Why a tier did not run although it was asked for. */
  readonly notRun: Map<TierName, string>
  stopped: 'deadline' | 'cancelled' | null
  leaked: boolean
}

export function newRunRecord(start: RunResult['start'] = null): RunRecord {
  return {
    start,
    stages: [],
    failures: [],
    notes: [],
    data: [],
    swarm: [],
    lint: { errors: [], warnings: [], unverified: 'lint did not run', unchecked: [] },
    deployCount: 0,
    provedDependencies: false,
    leftovers: [],
    resources: { peakMemMb: null, diskMb: null, downtimeSeconds: null, backupMb: null, restoreSeconds: null },
    notRun: new Map(),
    stopped: null,
    leaked: false,
  }
}

/** A stage is as bad as its worst test; without any it was skipped. */
export function stageStatus(tests: readonly Pick<TestResult, 'status'>[]): StageResult['status'] {
  const has = (status: TestResult['status']): boolean => tests.some((test) => test.status === status)
  if (has('error')) return 'error'
  if (has('fail')) return 'fail'
  return has('pass') ? 'pass' : 'skip'
}
