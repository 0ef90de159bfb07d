import type { RunResult, StageResult, TestResult } from '@cc-ci/contracts/run-result'
import { withoutControls } from '../render/escape-xml.js'

/** A recipe that no run was made of, and why. */
export interface Untested {
  readonly recipe: string
  readonly message: string
}

type Test = TestResult & { readonly stage: StageResult['name'] }

/** A run as TAP 14, one test point for each test of each tier: testanything.org/tap-version-14-specification */
export function renderTap(result: RunResult): string {
  return renderTapOf([result])
}

/** Several runs as one TAP stream, in which points begin with the recipe; what could not be tested is a point that fails. */
export function renderTapOf(results: readonly RunResult[], untested: readonly Untested[] = []): string {
  const isOneOfSeveral = results.length + untested.length > 1
  const points = results.flatMap((result) =>
    result.stages.flatMap(({ name, tests }) =>
      tests.map((test) => (number: number) => {
        const prefix = isOneOfSeveral ? `${result.recipe} ` : ''
        return pointOf(result, { ...test, stage: name }, { number, prefix })
      }),
    ),
  )
  const missing = untested.map(({ recipe, message }) => (number: number) => [
    `not ok ${number} - ${escapeDirectives(`${recipe} can be tested`)}`,
    ...block({ message: withoutControls(message) }),
  ])
  const all = [...points, ...missing]
  const silent = results.filter(({ stages }) => stages.every(({ tests }) => tests.length === 0))
  const remarks = silent.map(({ recipe, fault }) => `# ${oneLine(`${recipe}: no test ran. ${fault?.evidence ?? ''}`)}`)
  return ['TAP version 14', `1..${all.length}`, ...all.flatMap((draw, index) => draw(index + 1)), ...remarks, ''].join(
    '\n',
  )
}

function pointOf({ fault }: RunResult, test: Test, { number, prefix }: { number: number; prefix: string }): string[] {
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
  return [point, ...block(details)]
}

/** What is known of a point besides. JSON is YAML, and has one way only to write a text. */
function block(details: Readonly<Record<string, unknown>>): string[] {
  return ['  ---', ...Object.entries(details).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`), '  ...']
}

function oneLine(text: string): string {
  return escapeDirectives(text).trim()
}

/** A number sign begins a directive, a backslash escapes. */
function escapeDirectives(text: string): string {
  return withoutControls(text).replaceAll(/\s+/g, ' ').replaceAll('\\', '\\\\').replaceAll('#', '\\#')
}
