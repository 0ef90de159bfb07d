import type { RungName } from '../../packages/contracts/src/ladder.js'
import type { RunResult } from '../../packages/contracts/src/run-result.js'
import type { Expectation } from './expectation.js'
import type { Found } from './run-recipe.js'

/**
 * `false green`: the run credits the recipe with something that is not true, be it the verdict, a rung or a level.
 * `false red`: it holds something against the recipe that is not the recipe's. `other`: it is as severe as it should
 * be and gives another reason, or does not judge what can be judged.
 */
export type Judgement = 'as expected' | 'false green' | 'false red' | 'other'

export interface Comparison {
  readonly judgement: Judgement
  /** A line for each thing that differs: `rung upgrade: want fail, got pass`. */
  readonly differences: readonly string[]
}

const exitCodes = { green: 0, red: 1, refused: 2, error: 3 } as const

/** Compares a run with what it should have said. */
export function compareRun(expected: Expectation, found: Found): Comparison {
  const differences = [
    ...differ('verdict', expected.verdict, verdictOf(found)),
    ...differ('level', expected.level, found.result?.level ?? 0),
    ...rungsOf(expected).flatMap(([rung, status]) => differ(`rung ${rung}`, status, found.result?.rungs[rung].status)),
    ...differ('fault', expected.fault?.code, found.error?.code ?? found.result?.fault?.code),
    ...(expected.fault?.service === undefined
      ? []
      : differ('service of the fault', expected.fault.service, found.result?.fault?.service)),
    ...(expected.place === undefined ? [] : differ('place', expected.place, found.result?.diagnosis?.place)),
    ...(expected.attempts === undefined ? [] : differ('attempts', expected.attempts, found.result?.retry?.attempt)),
    ...differ('a diagnosis', isBad(found), found.result !== undefined && found.result.diagnosis !== null),
    ...differ('exit code', exitCodes[expected.verdict], found.exitCode),
    ...differ('leftovers', '', (found.result?.leftovers ?? []).join(', ')),
    ...expected.lint.flatMap((rule) => differ(`lint ${rule}`, 'complains', complains(found.result, rule))),
    ...Object.entries(expected.tests).flatMap(([name, status]) =>
      differ(`test “${name}”`, status, customTests(found.result)[name]),
    ),
    ...(new RegExp(expected.says).test(wordsOf(found)) ? [] : [`words: want /${expected.says}/, got other ones`]),
  ]
  return { differences, judgement: differences.length === 0 ? 'as expected' : judge(expected, found) }
}

function judge(expected: Expectation, found: Found): Judgement {
  const verdict = verdictOf(found)
  const rungs = rungsOf(expected).map(([rung, status]) => ({ want: status, got: found.result?.rungs[rung].status }))
  const isGreener =
    (verdict === 'green' && expected.verdict !== 'green') ||
    (found.result?.level ?? 0) > expected.level ||
    rungs.some(({ want, got }) => got === 'pass' && want !== 'pass')
  if (isGreener) return 'false green'
  const isRedder =
    (verdict !== 'green' && expected.verdict === 'green') ||
    (verdict === 'red' && expected.verdict === 'error') ||
    rungs.some(({ want, got }) => got === 'fail' && want !== 'fail')
  return isRedder ? 'false red' : 'other'
}

export function verdictOf({ result }: Found): Expectation['verdict'] {
  return result?.verdict ?? 'refused'
}

/** A run that tells of something wrong must say what it is. */
const isBad = ({ result }: Found): boolean => result !== undefined && result.verdict !== 'green'

/** What a person reads, on one line. */
export function wordsOf({ words }: Found): string {
  return words.replaceAll(/\s+/g, ' ')
}

function rungsOf({ rungs }: Expectation) {
  return Object.entries(rungs) as [RungName, string][]
}

function complains(result: RunResult | undefined, rule: string): string {
  const findings = [...(result?.lint.errors ?? []), ...(result?.lint.warnings ?? [])]
  return findings.some((finding) => finding.rule === rule) ? 'complains' : 'is silent'
}

function customTests(result: RunResult | undefined): Record<string, string> {
  const custom = result?.stages.find(({ name }) => name === 'custom')?.tests ?? []
  return Object.fromEntries(custom.map(({ name, status }) => [name, status]))
}

function differ(thing: string, want: unknown, got: unknown): string[] {
  return want === got ? [] : [`${thing}: want ${want ?? 'none'}, got ${got ?? 'none'}`]
}
