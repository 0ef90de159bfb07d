import { describe, expect, it } from 'vitest'
import type { LintAnswer, LintRow } from '../ports/engine.js'
import { judgeLint } from './judge-lint.js'
import { cleanRecipe, edited } from './testing/clean-recipe.js'

const row = (rule: string, satisfied: boolean, severity: LintRow['severity'] = 'error'): LintRow => ({
  ...{ rule, severity, satisfied, title: `title of ${rule}`, resolve: `mend ${rule}` },
})
const answer = (...rows: readonly LintRow[]): LintAnswer => ({ ok: true, rows, text: 'the table of abra' })
const lightweight = { ...cleanRecipe, tags: [{ name: '1.0.0+1', annotated: false, commit: 'a'.repeat(40) }] }

describe('the lint of a recipe', () => {
  it('is our own where the engine has no linter', () => {
    expect(judgeLint(cleanRecipe, undefined)).toMatchObject({ status: 'pass', message: null })
    expect(judgeLint(lightweight, undefined)).toMatchObject({ status: 'fail', lint: { errors: [{ rule: 'R014' }] } })
  })

  it('A-03: fails by a row of the engine’s table, with what to do', () => {
    const { status, lint, message, text } = judgeLint(cleanRecipe, answer(row('R016', false), row('R009', true)))

    expect([status, message]).toEqual(['fail', 'compose.yml:1 not satisfied: title of R016'])
    expect(lint.errors).toEqual([expect.objectContaining({ rule: 'R016', hint: 'mend R016' })])
    expect(lint.unchecked?.map(({ rule }) => rule)).not.toContain('R016')
    expect(text).toContain('the table of abra')
  })

  it('says the place where our rule found the same', () => {
    const [error] = judgeLint(lightweight, answer(row('R014', false))).lint.errors

    expect(error?.message).toContain('1.0.0+1')
  })

  it('believes the engine’s linter where the two differ, in its severity too', () => {
    expect(judgeLint(lightweight, answer(row('R014', true)))).toMatchObject({ status: 'pass' })
    expect(judgeLint(lightweight, answer(row('R014', false, 'warning')))).toMatchObject({
      status: 'pass',
      lint: { warnings: [{ rule: 'R014' }] },
    })
  })

  it('keeps our own rules beside it', () => {
    const changed = edited('compose.yml', 'start_period: 10s', 'start_period: "${WAIT:-10s}"')

    expect(judgeLint(changed, answer(row('R001', true)))).toMatchObject({
      status: 'fail',
      lint: { errors: [{ rule: 'C001' }] },
    })
  })

  it('is unverified, never passed, when the engine could not lint', () => {
    const failed = { ok: false, unverified: 'abra could not lint: FATA', text: '' } as const

    expect(judgeLint(cleanRecipe, failed)).toMatchObject({
      ...{ status: 'skip', message: 'abra could not lint: FATA' },
      lint: { unverified: 'abra could not lint: FATA', errors: [] },
    })
  })
})
