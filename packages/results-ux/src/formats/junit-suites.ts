import { type RungName, rungNames } from '@cc-ci/contracts/ladder'
import type { RunResult, StageResult, TestResult } from '@cc-ci/contracts/run-result'
import { rungTiers, rungTitles } from '../render/run-view.js'

export interface Case {
  readonly name: string
  readonly status: TestResult['status']
  readonly seconds: number
  readonly message: string | null
  readonly file: string | null
  readonly flaky: boolean
}

export interface Suite {
  readonly name: string
  readonly seconds: number
  readonly cases: readonly Case[]
  /** Printed as the suite's system-err: the logs of the failed service. */
  readonly logs: readonly string[]
}

/** The stages that ran as suites, then the rungs that had no stage, with the reason. */
export function suitesOf(result: RunResult): Suite[] {
  const staged = result.stages.map((stage) => suiteOfStage(result, stage))
  const names = new Set(result.stages.map(({ name }) => name))
  const unstaged = rungNames.filter((rung) => !rungTiers[rung].some((tier) => names.has(tier)))
  return [...staged, ...unstaged.map((rung) => suiteOfRung(result, rung))]
}

/** A stage that failed without a failing test, such as a deploy that never converged, fails as itself. */
function suiteOfStage(result: RunResult, stage: StageResult): Suite {
  const { name, status, seconds, tests } = stage
  const atFault = result.fault?.tier === name
  const explained = tests.some((test) => test.status === status)
  const message = atFault ? (result.fault?.evidence ?? null) : null
  const own: Case[] = explained
    ? []
    : [{ name: `${name} as a whole`, status, seconds, message, file: null, flaky: false }]
  return { name, seconds, cases: [...tests, ...own], logs: atFault ? (result.fault?.logs ?? []) : [] }
}

function suiteOfRung(result: RunResult, rung: RungName): Suite {
  const { status, seconds, fact } = result.rungs[rung]
  const reason = result.skips.intentional[rung] ?? result.skips.unintentional[rung] ?? fact
  const asCase = { pass: 'pass', fail: 'fail', skip: 'skip', unverified: 'skip' } as const
  const message = status === 'unverified' ? `not verified: ${reason}` : reason
  return {
    name: rung,
    seconds,
    cases: [{ name: rungTitles[rung], status: asCase[status], seconds, message, file: null, flaky: false }],
    logs: [],
  }
}
