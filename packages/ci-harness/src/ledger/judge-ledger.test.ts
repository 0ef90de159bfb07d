import type { StoreRecord } from '@cc-ci/contracts/run-result'
import { describe, expect, it } from 'vitest'
import { judgeLedger } from './judge-ledger.js'

const rows: StoreRecord = {
  store: 'postgres db/app',
  kind: 'postgres',
  seeded: 3,
  afterUpgrade: null,
  afterRestore: null,
  backup: 'covered',
  note: null,
}
const files: StoreRecord = { ...rows, store: 'volume data', kind: 'file' }

describe('after an upgrade', () => {
  it.each([
    ['everything is there', { afterUpgrade: 3 }, true, 'volume data: 3 of 3 files there after the upgrade.'],
    ['something is lost', { afterUpgrade: 2 }, false, 'volume data: 2 of 3 files there after the upgrade.'],
    ['lost where no backup is made', { afterUpgrade: 0, backup: 'excluded' }, false, expect.stringContaining('0 of 3')],
    ['there, though no backup is made', { afterUpgrade: 3, backup: 'not-covered' }, true, expect.any(String)],
    ['it was not counted', {}, false, 'volume data: was not counted, so what it holds is unknown.'],
    ['nothing was seeded', { seeded: 0, afterUpgrade: 0 }, false, expect.stringContaining('nothing is proven')],
  ] as const)('%s', (_, change, ok, message) => {
    expect(judgeLedger([{ ...files, ...change }], 'upgrade')).toEqual([{ store: 'volume data', ok, message }])
  })
})

describe('after a restore', () => {
  it.each([
    ['everything is back', { afterRestore: 3 }, true, 'postgres db/app: 3 of 3 rows back after the restore.'],
    [
      'B-07: nothing is back, and why',
      { afterRestore: 0, note: 'No hook loads the dump.' },
      false,
      'postgres db/app: 0 of 3 rows back after the restore. No hook loads the dump.',
    ],
    [
      'an excluded store is stated',
      { afterRestore: 0, backup: 'excluded', note: 'excluded: limited to x.sql' },
      true,
      'postgres db/app: excluded: limited to x.sql; not expected back.',
    ],
    [
      'B-04: a store that nothing saves is red, even when its rows are there',
      { afterRestore: 3, backup: 'not-covered', note: 'Service db: add a label.' },
      false,
      'postgres db/app: not in the backup. Service db: add a label.',
    ],
    ['it was not counted', { afterUpgrade: 3 }, false, expect.stringContaining('unknown')],
  ] as const)('%s', (_, change, ok, message) => {
    expect(judgeLedger([{ ...rows, ...change }], 'restore')).toEqual([{ store: 'postgres db/app', ok, message }])
  })

  it('judges each store by itself', () => {
    const judged = judgeLedger(
      [
        { ...rows, afterRestore: 3 },
        { ...files, afterRestore: 1 },
      ],
      'restore',
    )
    expect(judged.map(({ ok }) => ok)).toEqual([true, false])
  })
})

describe('a store that is saved in part', () => {
  const partly: StoreRecord = { ...files, seeded: 6, unsaved: 3, backup: 'partly', note: 'Only a is saved.' }

  it('must be whole after the upgrade', () => {
    const judge = (afterUpgrade: number) => judgeLedger([{ ...partly, afterUpgrade }], 'upgrade')[0]?.ok
    expect([judge(6), judge(3)]).toEqual([true, false])
  })

  it.each([
    [3, true],
    [2, false],
    [0, false],
  ])('of which %i of 3 saved files came back: %s, and says that it is only a part', (afterRestore, ok) => {
    const message = `volume data: ${afterRestore} of 3 files back after the restore. Only a is saved.`
    expect(judgeLedger([{ ...partly, afterRestore }], 'restore')).toEqual([{ store: 'volume data', ok, message }])
  })
})

describe('a store that is only named', () => {
  it.each(['unwatched', 'unknown'] as const)('gets no judgement when it is %s', (backup) => {
    const record = { ...rows, seeded: 0, backup, note: 'no volume' }
    expect(judgeLedger([record], 'upgrade')).toEqual([])
    expect(judgeLedger([record], 'restore')).toEqual([])
  })
})

it('a damaged store is lost, whatever is still in it', () => {
  const damaged = { ...rows, kind: 'sqlite' as const, afterUpgrade: 3, afterRestore: 3, damage: 'Page 11 is zero.' }
  for (const tier of ['upgrade', 'restore'] as const)
    expect(judgeLedger([damaged], tier)).toMatchObject([{ ok: false, message: 'postgres db/app: Page 11 is zero.' }])
})
