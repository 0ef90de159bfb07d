import type { RunResult, StageResult, TestResult } from '@cc-ci/contracts/run-result'
import { withoutControls } from '../render/escape-xml.js'

type Test = TestResult & { readonly stage: StageResult['name'] }

/** A run as TAP 14, one test point for each test of each tier: testanything.org/tap-version-14-specification */
export function renderTap(result: RunResult): string {
  return renderTapOf([result])
}

/** Several runs as one TAP stream; points then begin with the recipe. */
export function renderTapOf(results: readonly RunResult[]): string {
  const points = results.flatMap((result) =>
    result.stages.flatMap(({ name, tests }) =>
      tests.map((test) => ({
        result,
        test: { ...test, stage: name },
        prefix: results.length > 1 ? `${result.recipe} ` : '',
      })),
    ),
  )
  const silent = results.filter(({ stages }) => stages.every(({ tests }) => tests.length === 0))
  const lines = points.flatMap(({ result, test, prefix }, index) => pointOf(result, test, index + 1, prefix))
  const bails = silent.map(({ recipe, fault }) => `# ${oneLine(`${recipe}: no test ran. ${fault?.evidence ?? ''}`)}`)
  return ['TAP version 14', `1..${points.length}`, ...lines, ...bails, ''].join('\n')
}

function pointOf({ fault }: RunResult, test: Test, number: number, prefix: string): string[] {
  const name = escapeDirectives(`${prefix}${test.stage}: ${test.name}`)
  const point = `${test.status === 'pass' || test.status === 'skip' ? 'ok' : 'not ok'} ${number} - ${name}`
  if (test.status === 'skip') return [`${point} # SKIP ${oneLine(test.message ?? 'no reason was recorded')}`]
  if (test.status === 'pass' && !test.flaky) return [point]
  const isFault = fault !== null && fault.tier === test.stage && test.status !== 'pass'
  const details = {
    message: withoutControls(test.message ?? 'no message was recorded'),
    severity: test.flaky ? 'flaky' : test.status,
    origin: test.origin,
    seconds: test.seconds,
    ...(test.file !== null && { file: withoutControls(test.file) }),
    ...(isFault && { fault: { class: fault.class, code: fault.code, evidence: withoutControls(fault.evidence) } }),
  }
  // JSON is YAML, and has one way only to write a text.
  const yaml = Object.entries(details).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`)
  return [point, '  ---', ...yaml, '  ...']
}

function oneLine(text: string): string {
  return escapeDirectives(text).trim()
}

/** A number sign begins a directive, a backslash escapes. */
function escapeDirectives(text: string): string {
  return withoutControls(text).replaceAll(/\s+/g, ' ').replaceAll('\\', '\\\\').replaceAll('#', '\\#')
}
