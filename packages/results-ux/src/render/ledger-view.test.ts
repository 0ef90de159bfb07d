import type { StoreRecord } from '@cc-ci/contracts/run-result'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { storeView } from './ledger-view.js'
import { renderRunPage } from './page.js'
import { renderSummary } from './summary.js'

const record: StoreRecord = {
  ...{ store: 'volume uploads', kind: 'file', seeded: 6, unsaved: 3, afterUpgrade: 6, afterRestore: 3 },
  ...{ backup: 'partly', note: 'Only files is saved; whatever else the volume holds is not in the backup.' },
}
const data: StoreRecord[] = [
  record,
  {
    ...{ store: 'sqlite data/app.db', kind: 'sqlite', seeded: 3, afterUpgrade: 3, afterRestore: 3, backup: 'covered' },
    ...{ damage: 'SQLite’s check finds it damaged: Page 7 is never used.', note: null },
  },
  {
    ...{ store: 'redis cache', kind: 'redis', seeded: 0, afterUpgrade: null, afterRestore: null },
    ...{ backup: 'unwatched', note: 'Not kept by design: no volume.' },
  },
]

describe('a store as people see it', () => {
  it.each([
    ['saved in part, with that part back', {}, false],
    ['saved in part, with less back', { afterRestore: 2 }, true],
    ['excluded and gone', { backup: 'excluded', afterRestore: 0 }, false],
    ['covered and gone', { backup: 'covered', unsaved: 0, afterRestore: 3 }, true],
    ['not counted', { afterRestore: null }, false],
  ] as const)('is lost or not: %s', (_, change, lost) => {
    expect(storeView({ ...record, ...change }).lostInRestore).toBe(lost)
  })
})

it('the terminal shows what is saved in part, damaged or not watched, and why', () => {
  const summary = renderSummary(exampleRunResult({ data }), { colour: false })
  const [, rows = ''] = /Data .*\n([\s\S]*?)\n\n/.exec(summary) ?? []
  expect(`${rows}\n`).toBe(
    [
      '  volume uploads                   6       6       3  partly',
      '  sqlite data/app.db               3       3       3  covered, damaged',
      '  redis cache                      –       –       –  not watched',
      '    volume uploads: Only files is saved; whatever else the volume holds is not',
      '    in the backup.',
      '    sqlite data/app.db: SQLite’s check finds it damaged: Page 7 is never used.',
      '    redis cache: Not kept by design: no volume.',
      '',
    ].join('\n'),
  )
})

it('the page shows the same', () => {
  const page = renderRunPage(exampleRunResult({ data }))
  expect(page).toContain('partly<br><span class="muted">Only files is saved')
  expect(page).toContain('covered, damaged<br><span class="muted">SQLite’s check finds it damaged')
  expect(page).toContain('not watched<br><span class="muted">Not kept by design: no volume.')
  expect(page).not.toContain('3 left')
})
