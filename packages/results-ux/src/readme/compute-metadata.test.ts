import type { RungName, RungStatus } from '@cc-ci/contracts/ladder'
import type { LintFinding, RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { type ComputedName, computedNames, computeMetadata } from './compute-metadata.js'

const green = exampleRunResult()
const provider = {
  ...{ recipe: 'keycloak', version: '1', domain: 'k.test', provider: 'keycloak', seconds: 1, reason: null },
  ...{ status: 'ready' as const, proven: true },
}
const withRung = (rung: RungName, status: RungStatus, change: Partial<RunResult> = {}): RunResult => ({
  ...green,
  rungs: { ...green.rungs, [rung]: { ...green.rungs[rung], status } },
  ...change,
})
const withLint = (lint: Partial<RunResult['lint']>): RunResult => ({ ...green, lint: { ...green.lint, ...lint } })
const r002: LintFinding = {
  ...{ rule: 'R002', severity: 'warning', message: 'services.db has no healthcheck', file: 'compose.yml', line: 1 },
  hint: '',
}

const claimed = (name: ComputedName, result: RunResult, written: Record<string, string> = {}): string | undefined =>
  computeMetadata(result, new Map(Object.entries(written))).find((claim) => claim.name === name)?.value

describe('a README may claim', () => {
  it.each<[ComputedName, string, RunResult, string]>([
    ['Healthcheck', 'every service has one', green, 'Yes'],
    ['Healthcheck', 'one service has none', withLint({ warnings: [r002] }), 'No'],
    ['Healthcheck', 'the rule was not checked', withLint({ unchecked: [{ rule: 'R002', reason: 'no file' }] }), 'No'],
    ['Healthcheck', 'nobody linted', withLint({ unverified: 'no linter' }), 'No'],
    ['Healthcheck', 'the install failed', withRung('install', 'fail'), 'No'],
    ['Backups', 'wiped data came back', green, 'Yes'],
    ['Backups', 'it did not', withRung('backup_restore', 'fail'), 'No'],
    ['Backups', 'nothing was restored', withRung('backup_restore', 'unverified'), 'No'],
    ['Backups', 'it is declared as not applicable', withRung('backup_restore', 'skip'), 'N/A'],
    ['Tests', 'all is well', green, '3'],
    ['Tests', 'health checks are missing', withLint({ warnings: [r002] }), '2'],
    ['Tests', 'the install failed', withRung('install', 'fail'), '0'],
    ['SSO', 'no provider took part', green, 'No'],
    ['SSO', 'a test signed in', { ...green, dependencies: [provider] }, 'Yes'],
    ['SSO', 'no test signed in', { ...green, dependencies: [{ ...provider, proven: false }] }, 'No'],
    ['SSO', 'the tests failed', withRung('functional', 'fail', { dependencies: [provider] }), 'No'],
    ['SSO', 'only a database took part', { ...green, dependencies: [{ ...provider, provider: null }] }, 'No'],
  ])('%s, when %s', (name, _, result, value) => {
    expect(claimed(name, result)).toBe(value)
  })

  it.each<[ComputedName, RunResult, string, string]>([
    ['Backups', green, 'Yes, nightly', 'Yes, nightly'],
    ['Backups', green, '❌', 'Yes'],
    ['Backups', withRung('backup_restore', 'fail'), 'Yes', 'No'],
    ['Backups', withRung('backup_restore', 'fail'), 'Partial', 'No'],
    ['Backups', withRung('backup_restore', 'skip'), 'N/A (stateless)', 'N/A (stateless)'],
    ['SSO', green, 'N/A', 'N/A'],
    ['SSO', green, '3 (OAuth)', 'No'],
    ['SSO', { ...green, dependencies: [provider] }, '1', '1'],
    ['Tests', green, '3, by cc-ci', '3, by cc-ci'],
    ['Tests', green, '2', '3'],
  ])('%s as it is written, where that claims no more (%#)', (name, result, written, value) => {
    expect(claimed(name, result, { [name.toLowerCase()]: written })).toBe(value)
  })
})

describe('the status of a recipe', () => {
  const written = { image: '[`nginx`](https://example.org), 4, upstream', email: 'N/A' }
  it.each<[string, RunResult, Record<string, string>, string]>([
    ['5 with all and single sign-on', { ...green, dependencies: [provider] }, written, '5, stable'],
    ['4 with all', green, written, '4, stable'],
    ['3 without backups', withRung('backup_restore', 'unverified'), written, '3, stable'],
    ['3 without email', green, { ...written, email: 'No' }, '3, stable'],
    [
      '2 without three of four',
      withRung('backup_restore', 'unverified', { lint: { ...green.lint, unverified: 'no linter' } }),
      { ...written, email: 'No' },
      '2, beta',
    ],
    ['2 without an image of upstream', green, { ...written, image: 'ours, 1, own' }, '2, beta'],
    ['2 without a known image', green, { email: 'Yes' }, '2, beta'],
    ['2 at most when red', { ...green, verdict: 'red' }, written, '2, beta'],
    ['1 when it does not install', withRung('install', 'fail', { verdict: 'red' }), written, '1, alpha'],
    ['with its own words when the number is right', green, { ...written, status: '4, rock solid' }, '4, rock solid'],
    ['another when the number is too high', green, { ...written, status: '5, rock solid' }, '4, stable'],
  ])('is %s', (_, result, values, expected) => {
    expect(claimed('Status', result, values)).toBe(expected)
  })
})

it('says why on one line, whatever the run wrote', () => {
  const fact = `\u001b[31m${'long '.repeat(100)}\n\u202e`
  const failed = { ...green.rungs.backup_restore, status: 'fail' as const, fact }
  const claims = computeMetadata({ ...green, rungs: { ...green.rungs, backup_restore: failed } }, new Map())

  expect(claims.map(({ name }) => name)).toEqual(computedNames)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  for (const { why } of claims) expect(why).toMatch(/^[^\u0000-\u001f\u202e]{1,200}$/)
})
