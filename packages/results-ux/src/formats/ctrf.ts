import type { RunResult, StageResult, TestResult } from '@cc-ci/contracts/run-result'
import { withoutControls } from '../render/escape-xml.js'
import { isJudged, levelSentence } from '../render/run-view.js'
import type { Untested } from './tap.js'

/** The version of the specification that is written: ctrf.io; it is still below 1.0, so readers are told which. */
const specVersion = '0.0.0'

const statuses = { pass: 'passed', fail: 'failed', skip: 'skipped', error: 'other' } as const

/** A run in the Common Test Report Format; durations there are milliseconds, times milliseconds since the epoch. */
export function renderCtrf(result: RunResult): string {
  return renderCtrfOf([result])
}

/** Several runs as one report, in which each test names its recipe; what could not be tested is a test of its own. */
export function renderCtrfOf(results: readonly RunResult[], untested: readonly Untested[] = []): string {
  const isOneOfSeveral = results.length + untested.length > 1
  const tests = [...results.flatMap((result) => testsOf(result, isOneOfSeveral)), ...untested.map(missingTest)]
  const count = (status: string): number => tests.filter((test) => test.status === status).length
  const start = Math.min(...results.map(({ started }) => started), Number.MAX_SAFE_INTEGER / 1000)
  const stop = Math.max(...results.map(({ finished }) => finished), 0)
  const [first] = results
  const document = {
    reportFormat: 'CTRF',
    specVersion,
    generatedBy: 'cc-ci',
    timestamp: new Date(stop * 1000).toISOString(),
    results: {
      tool: { name: 'cc-ci', ...(first?.versions.harness && { version: first.versions.harness }) },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: count('pending'),
        other: count('other'),
        flaky: tests.filter((test) => 'flaky' in test && test.flaky).length,
        suites: new Set(tests.map(({ suite }) => suite.join('\n'))).size,
        start: Math.round(Math.min(start, stop) * 1000),
        stop: Math.round(stop * 1000),
      },
      tests,
      environment: {
        healthy: untested.length === 0 && results.every(isJudged),
        ...(results.length === 1 && first !== undefined && environmentOf(first)),
      },
      extra: results.length === 1 && first !== undefined ? extraOf(first) : { 'ccci.runs': results.map(extraOf) },
    },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function environmentOf({ recipe, ref, versions, runId }: RunResult) {
  return {
    reportName: `cc-ci ${recipe}`,
    appName: recipe,
    buildName: runId,
    ...(ref !== '' && { commit: ref }),
    ...(versions.docker !== '' && { osRelease: `Docker ${versions.docker}` }),
  }
}

function extraOf(result: RunResult) {
  const { recipe, runId, level, verdict, mode, fault, pr, version } = result
  return {
    'ccci.recipe': recipe,
    'ccci.run': runId,
    'ccci.level': isJudged(result) ? level : null,
    'ccci.levelText': levelSentence(result),
    'ccci.verdict': verdict,
    'ccci.mode': mode,
    'ccci.pr': pr,
    'ccci.version': version,
    'ccci.fault': fault === null ? null : { class: fault.class, code: fault.code, evidence: fault.evidence },
  }
}

function missingTest({ recipe, message }: Untested) {
  return {
    name: 'can be tested',
    status: 'other' as const,
    duration: 0,
    suite: [recipe],
    rawStatus: 'error',
    message: withoutControls(message),
    extra: { 'ccci.testId': `${recipe}/can-be-tested` },
  }
}

function testsOf(result: RunResult, isOneOfSeveral: boolean) {
  return result.stages.flatMap((stage) => stage.tests.map((test) => testOf(result, stage, test, isOneOfSeveral)))
}

function testOf(result: RunResult, { name: stage }: StageResult, test: TestResult, isOneOfSeveral: boolean) {
  const { recipe, fault, diagnosis } = result
  const broke = test.status === 'fail' || test.status === 'error'
  const isFault = broke && fault?.tier === stage
  const message = test.message === null ? undefined : withoutControls(test.message)
  return {
    name: withoutControls(test.name) || test.id,
    status: statuses[test.status],
    duration: Math.round(test.seconds * 1000),
    suite: isOneOfSeveral ? [recipe, stage] : [stage],
    rawStatus: test.status,
    type: test.origin,
    flaky: test.flaky,
    ...(test.flaky && { retries: 1 }),
    ...(test.file !== null && { filePath: test.file }),
    ...(message !== undefined && { message }),
    ...(isFault && diagnosis !== null && { trace: withoutControls(diagnosis.paragraph) }),
    ...(isFault && fault.logs.length > 0 && { stderr: fault.logs.map(withoutControls) }),
    extra: { 'ccci.testId': `${recipe}/${test.id}`, 'ccci.tier': stage },
  }
}
