import type { StoreRecord } from '@cc-ci/contracts/run-result'
import { exampleRunResult, notJudgedResult } from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { compareRuns } from './compare-runs.js'

const store = (change: Partial<StoreRecord> = {}): StoreRecord => ({
  ...{ store: 'volume a', kind: 'file', seeded: 3, afterUpgrade: 3, afterRestore: 3, backup: 'covered', note: null },
  ...change,
})
const run = (...data: StoreRecord[]) => exampleRunResult({ data })
const whole = '3 of 3 upgraded, 3 of 3 back'

describe('a store from one run to another', () => {
  it.each<[string, StoreRecord, StoreRecord, string, boolean]>([
    ['kept', store(), store(), `same: ${whole}`, false],
    ['lost in the restore', store(), store({ afterRestore: 0 }), `${whole} → 3 of 3 upgraded, 0 of 3 back`, true],
    ['lost in the upgrade', store(), store({ afterUpgrade: 1 }), `${whole} → 1 of 3 upgraded, 3 of 3 back`, true],
    ['damaged', store(), store({ damage: 'torn page' }), `${whole} → ${whole}, damaged`, true],
    ['saved at last', store({ afterRestore: 0 }), store(), `3 of 3 upgraded, 0 of 3 back → ${whole}`, false],
    ['still lost', store({ afterRestore: 0 }), store({ afterRestore: 0 }), 'same: 3 of 3 upgraded, 0 of 3 back', false],
    ['not counted', store(), store({ afterRestore: null }), `${whole} → 3 of 3 upgraded`, true],
    ['not opened', store(), store({ backup: 'unknown' }), `${whole} → not watched`, true],
    ['saved in part', store(), store({ backup: 'partly' }), `same: ${whole}`, true],
  ])('%s', (_, before, after, words, regressed) => {
    expect(compareRuns(run(before), run(after)).stores).toMatchObject([{ words, regressed }])
  })

  it('is named when it is new and when it is gone', () => {
    expect(compareRuns(run(store({ store: 'old' })), run(store({ store: 'new' }))).stores).toMatchObject([
      { store: 'new', from: null, to: 'pass', words: `new: ${whole}`, regressed: false },
      { store: 'old', from: 'pass', to: null, words: `gone, had ${whole}`, regressed: true },
    ])
  })

  it('is not lost because a quick run makes no backup', () => {
    const quick = { ...run(store({ afterRestore: null })), mode: 'quick' as const }
    expect(compareRuns(run(store()), quick).stores).toMatchObject([{ to: 'unverified', regressed: false }])
    const lost = { ...run(store({ afterUpgrade: 0 })), mode: 'quick' as const }
    expect(compareRuns(run(store()), lost).stores).toMatchObject([{ to: 'fail', regressed: true }])
  })

  it('is not compared with a run that judged nothing', () => {
    expect(compareRuns(run(store()), notJudgedResult()).stores).toEqual([])
  })
})
