import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'
import { namePattern, type Revert } from './revert.js'

export interface TestOutcome {
  /** `none`: no test of that name ran, which is neither a pass nor a failure. */
  readonly kind: 'passed' | 'failed' | 'none'
  readonly seconds: number
  readonly message: string
}

interface Report {
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly {
      readonly title: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/** Runs the tests of one id in one file of a copy of the sources, the program from its sources, too. */
export async function runTest({ id, test }: Revert, root: string, folder: string): Promise<TestOutcome> {
  const output = join(folder, 'report.json')
  await rm(output, { force: true })
  const started = performance.now()
  const env = {
    ...process.env,
    CC_CI_TESTS_FROM_SOURCES: '1',
    CC_CI_TESTBED_POINTER: process.env.CC_CI_TESTBED_POINTER ?? join(root, '.testbed'),
  }
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', test, '--testNamePattern', namePattern(id)]
  const ran = await $({
    ...{ cwd: folder, env, quiet: true, nothrow: true },
  })`${process.execPath} ${vitest} --reporter=json --outputFile=${output}`
  const seconds = (performance.now() - started) / 1000
  const text = await readFile(output, 'utf8').catch(() => undefined)
  if (text === undefined) return { kind: 'none', seconds, message: ran.stderr.trim().slice(-500) }
  return { ...judge(JSON.parse(text)), seconds }
}

function judge({ testResults }: Report): Pick<TestOutcome, 'kind' | 'message'> {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const ran = tests.filter(({ status }) => status === 'passed' || status === 'failed')
  const failed = ran.filter(({ status }) => status === 'failed')
  const message = failed[0]?.failureMessages[0]?.split('\n')[0] ?? testResults.map((each) => each.message).join(' ')
  if (ran.length === 0) return { kind: 'none', message }
  return { kind: failed.length > 0 ? 'failed' : 'passed', message }
}
