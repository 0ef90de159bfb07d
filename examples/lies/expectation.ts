import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { RungName, RungStatus } from '../../packages/contracts/src/ladder.js'
import type { RunResult } from '../../packages/contracts/src/run-result.js'

/** What a run must say of one example: the content of `expected.yaml`. */
export interface Expectation {
  /** What is wrong with the recipe, or what a good one is easily misjudged for, in one sentence for people. */
  readonly why: string
  /** Field notes that it shows, such as `B-06`; none for what only we have met. */
  readonly ids: readonly string[]
  /** Part of the subset that CI runs. */
  readonly fast: boolean
  /** Nobody can judge it unless the test bed has a registry that answers. */
  readonly registry: boolean
  /** `refused`: the recipe is not even tested, and the command ends with exit code 2. */
  readonly verdict: RunResult['verdict'] | 'refused'
  readonly level: number
  readonly rungs: Partial<Record<RungName, RungStatus>>
  /** The fault of the result; where the verdict is `refused`, the error that is printed. */
  readonly fault?: { readonly code: string; readonly service?: string }
  /** A pattern of what a person reads. */
  readonly says: string
  /** Where the diagnosis sends a maintainer, such as `compose.yml:9`. */
  readonly place?: string
  /** How often it is tried: twice, if nobody could judge it the first time. */
  readonly attempts?: number
  /** Lint rules that must complain. */
  readonly lint: readonly string[]
  /** Tests of the custom tier and what must become of each. */
  readonly tests: Readonly<Record<string, string>>
}

export interface Lie {
  readonly name: string
  readonly expected: Expectation
}

const optional = {
  ids: [],
  fast: false,
  registry: false,
  lint: [],
  tests: {},
  rungs: {},
  ...{ fault: undefined, place: undefined, attempts: undefined },
}
const known = ['why', 'verdict', 'level', 'says', ...Object.keys(optional)]

/** The text of an `expected.yaml`. An unknown key throws, because what nobody compares would be believed. */
export function parseExpectation(text: string, file: string): Expectation {
  const read = parse(text) as Record<string, unknown>
  const foreign = Object.keys(read).find((key) => !known.includes(key))
  if (foreign !== undefined)
    throw new Error(`${file}: nothing compares the key ${foreign}; known are ${known.join(', ')}`)
  const missing = known.find((key) => !(key in optional) && read[key] === undefined)
  if (missing !== undefined) throw new Error(`${file} lacks the key ${missing}`)
  return { ...optional, ...read } as unknown as Expectation
}

/** Every broken example of a folder, by name. */
export function readLies(folder: string): Lie[] {
  const names = exampleNames(folder, ['recipes'])
  return names.map((name) => {
    const file = join(folder, name, 'expected.yaml')
    return { name, expected: parseExpectation(readFileSync(file, 'utf8'), file) }
  })
}

/** What a run must say of a good example that has no `expected.yaml`: that every rung passed. */
const flawless: Expectation = {
  ...{ why: 'Nothing is wrong with it.', verdict: 'green', level: 5, says: 'level 5 of 5' },
  ...{ ids: [], fast: true, registry: false, lint: [], tests: {} },
  rungs: { install: 'pass', upgrade: 'pass', backup_restore: 'pass', functional: 'pass', lint: 'pass' },
}

/** Every good example of a folder, by name. */
export function readGoodExamples(folder: string): Lie[] {
  return exampleNames(folder, ['broken', 'lies', 'test']).map((name) => {
    const file = join(folder, name, 'expected.yaml')
    return { name, expected: existsSync(file) ? parseExpectation(readFileSync(file, 'utf8'), file) : flawless }
  })
}

/** The folders that hold an example, sorted. */
function exampleNames(folder: string, besides: readonly string[]): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !besides.includes(entry.name))
    .map(({ name }) => name)
    .sort()
}
