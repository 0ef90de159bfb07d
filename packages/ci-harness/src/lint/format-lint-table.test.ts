import type { LintFinding } from '@cc-ci/contracts/run-result'
import { expect, it } from 'vitest'
import { formatLintTable } from './format-lint-table.js'

const finding: LintFinding = {
  rule: 'C001',
  severity: 'error',
  message: "services.app.healthcheck.start_period Does not match format 'duration'",
  file: 'compose.yml',
  line: 15,
  hint: 'Write the duration itself, such as 5m.',
}

it('puts the place first and wraps at 80 columns', () => {
  const warning = {
    ...finding,
    severity: 'warning',
    rule: 'R002',
    file: 'compose.smtp.yml',
    line: 3,
    message: 'is bare',
  } as const

  expect(formatLintTable([finding, warning])).toMatchInlineSnapshot(`
    "compose.yml:15      error    C001  services.app.healthcheck.start_period Does
                                       not match format 'duration'
                                       Hint: Write the duration itself, such as 5m.
    compose.smtp.yml:3  warning  R002  is bare
                                       Hint: Write the duration itself, such as 5m.

    1 error, 1 warning
    "
  `)
})

it('names what nobody judged, so that no finding is not read as all well', () => {
  expect(formatLintTable([], [{ rule: 'R006', reason: 'no catalogue was given' }])).toBe(
    'No findings.\nnot checked: R006, no catalogue was given\n',
  )
})

it('gives a long place a row of its own', () => {
  const table = formatLintTable([{ ...finding, file: `compose.${'long-'.repeat(20)}.yml`, hint: '' }])

  expect(table.split('\n')[0]).toMatch(/^compose\.long/)
  expect(Math.max(...table.split('\n').map((row) => row.length))).toBeLessThanOrEqual(80)
})

it('breaks a word that no row can hold, and loses none of it', () => {
  const table = formatLintTable([{ ...finding, message: 'x'.repeat(200), hint: '' }])

  expect(Math.max(...table.split('\n').map((row) => row.length))).toBeLessThanOrEqual(80)
  expect(table.match(/x/g)).toHaveLength(200)
})

it('lets no text of a recipe steer the terminal', () => {
  const table = formatLintTable([{ ...finding, message: 'a\u001B[2Jb\nc', file: 'compose.\u202Eyml' }])

  expect(table).toContain('a [2Jb c')
  expect(table).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u)
})

it('says so when there is nothing to say', () => {
  expect(formatLintTable([])).toBe('No findings.\n')
})
