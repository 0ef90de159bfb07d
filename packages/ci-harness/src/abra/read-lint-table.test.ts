import { describe, expect, it } from 'vitest'
import { readLintTable } from './read-lint-table.js'

const header = '┃ ref  ┃ rule                  ┃ severity ┃ satisfied ┃ skipped ┃ resolve        ┃'
const clean = '┃ R001 ┃ compose version       ┃ warn     ┃ ✅        ┃ -       ┃                ┃'
const broken = '┃ R014 ┃ only annotated tags   ┃ error    ┃ ❌        ┃ -       ┃ tag it anew    ┃'
const table = (...rows: readonly string[]): string =>
  ['┏━━━━┳━━━━┓', header, '┣━━━━╋━━━━┫', ...rows, '┗━━━━┻━━━━┛'].join('\n')

describe('the table of abra’s lint', () => {
  it('A-03: shows a broken rule of severity error, whatever the exit code is', () => {
    expect(readLintTable(`${table(clean, broken)}\nWARN critical errors present in wiki config`)).toEqual([
      { rule: 'R001', title: 'compose version', severity: 'warning', satisfied: true, resolve: '' },
      { rule: 'R014', title: 'only annotated tags', severity: 'error', satisfied: false, resolve: 'tag it anew' },
    ])
  })

  it('may be drawn with other lines, have other columns, and wrap', () => {
    const light = [
      '│ REF  │ SEVERITY │ RULE         │ SATISFIED │',
      '│ R009 │ error    │ a service    │ ❌        │',
      '│      │          │ called app   │           │',
    ].join('\n')

    expect(readLintTable(light)).toEqual([
      { rule: 'R009', title: 'a service called app', severity: 'error', satisfied: false, resolve: '' },
    ])
  })

  it.each([
    ['no table', 'INFO all fine', /no table/],
    ['a table of something else', '┃ name ┃ satisfied ┃\n┃ R001 ┃ ✅ ┃', /other columns/],
    ['no rule', table(), /no rule in it/],
    ['a mark that nobody knows', table(clean.replace('✅', '🤷')), /R001 is marked “🤷”/],
    ['a severity that nobody knows', table(clean.replace('warn', 'note')), /severity “note”/],
    ['errors that it does not show', `${table(clean)}\nWARN critical errors present`, /does not show/],
  ])('never reads as clean when it is not understood: %s', (_, text, why) => {
    expect(readLintTable(text)).toMatch(why)
  })
})
