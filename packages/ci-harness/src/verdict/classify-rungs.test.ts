import type { RungName } from '@cc-ci/contracts/ladder'
import type { StageResult, TierName } from '@cc-ci/contracts/run-result'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import type { RungEvidence } from './classify-rungs.js'
import { allPass, classify, onlyGeneric, type Statuses, stage, store, without } from './rung-evidence-fixture.js'

describe('the status of a rung', () => {
  const backedUp = (backup: StageResult['status'], restore: StageResult['status']) => ({ ...allPass, backup, restore })

  it.each<[string, RungName, Statuses, Partial<RungEvidence>, string, number]>([
    ['passes when its tier passed', 'install', allPass, {}, 'pass', 5],
    ['fails when its tier failed', 'upgrade', { ...allPass, upgrade: 'fail' }, {}, 'fail', 1],
    ['is unverified when its tier could not judge', 'upgrade', { ...allPass, upgrade: 'error' }, {}, 'unverified', 1],
    ['takes the worse of backup and restore: restore', 'backup_restore', backedUp('pass', 'fail'), {}, 'fail', 2],
    ['takes the worse of backup and restore: backup', 'backup_restore', backedUp('fail', 'pass'), {}, 'fail', 2],
    [
      'is earned by a volume that is saved in part',
      'backup_restore',
      backedUp('pass', 'pass'),
      { data: [store(6, 3, { unsaved: 3, backup: 'partly' })] },
      'pass',
      5,
    ],
    [
      'is not earned by stores that are only named',
      'backup_restore',
      backedUp('pass', 'pass'),
      { data: [store(0, null, { backup: 'unwatched' }), store(0, null, { backup: 'unknown' })] },
      'unverified',
      2,
    ],
    ['is not earned by a backup alone', 'backup_restore', without('restore'), {}, 'unverified', 2],
    ['is unverified when restore could not judge', 'backup_restore', backedUp('pass', 'error'), {}, 'unverified', 2],
    ['skips an upgrade that has nothing older', 'upgrade', without('upgrade'), { olderTargetExists: false }, 'skip', 5],
    ['is unverified for an upgrade that was left out', 'upgrade', without('upgrade'), {}, 'unverified', 1],
    ['is unverified for a recipe without custom tests', 'functional', without('custom'), {}, 'unverified', 3],
    [
      'is never a skip for want of an older version',
      'functional',
      without('custom'),
      { olderTargetExists: false },
      'unverified',
      3,
    ],
    ['is unverified when every custom test skipped', 'functional', { ...allPass, custom: 'skip' }, {}, 'unverified', 3],
    [
      'V-01: is unverified when only the generic check beside skipped custom tests passed',
      'functional',
      without('custom'),
      { stages: [...Object.keys(without('custom')).map((name) => stage(name as TierName, 'pass')), onlyGeneric] },
      'unverified',
      3,
    ],
    [
      'V-01: is unverified when no test that needs the dependencies passed, whatever else did',
      'functional',
      allPass,
      { dependenciesProven: false },
      'unverified',
      3,
    ],
    [
      'B-07: is unverified when nothing that is saved came back',
      'backup_restore',
      allPass,
      { data: [store(3, 0, { backup: 'excluded' })] },
      'unverified',
      2,
    ],
    ['is never a skip for install', 'install', {}, { olderTargetExists: false }, 'unverified', 0],
    ['is never a skip for lint', 'lint', without('lint'), {}, 'unverified', 4],
    ['is unverified when lint could not run', 'lint', { ...allPass, lint: 'error' }, {}, 'unverified', 4],
    ['does not count when install failed', 'install', { install: 'fail', lint: 'pass' }, {}, 'fail', 0],
  ])('%s', (_, rung, statuses, more, status, level) => {
    const ladder = classify(statuses, more)

    expect(ladder.rungs[rung].status).toBe(status)
    expect(ladder.level).toBe(level)
    expect(ladder.blockedBy).toBe(['pass', 'skip'].includes(status) ? undefined : rung)
  })

  it('names the lowest of several blocked rungs', () => {
    expect(classify({ ...allPass, restore: 'fail', lint: 'fail' }).blockedBy).toBe('backup_restore')
  })
})

describe('V-08: a declared N/A', () => {
  const declared = (rung: RungName) => ({ expectedNa: { [rung]: 'stateless' } })

  it('is climbed past and keeps its reason, apart from what was forgotten', () => {
    const { level, skips, rungs } = classify(without('backup', 'restore', 'custom'), declared('backup_restore'))

    expect(level).toBe(2)
    expect(skips).toEqual({
      intentional: { backup_restore: 'N/A: stateless' },
      unintentional: { functional: 'it did not run' },
      stale: [],
    })
    expect(rungs.backup_restore).toEqual({ status: 'skip', seconds: 0, fact: 'N/A: stateless' })
  })

  it.each([
    ['pass', 5],
    ['fail', 3],
  ] as const)('never overrides a real %s, and is reported stale', (status, level) => {
    const ladder = classify({ ...allPass, custom: status }, declared('functional'))

    expect(ladder.rungs.functional.status).toBe(status)
    expect(ladder).toMatchObject({ level, skips: { intentional: {}, stale: ['functional'] } })
  })

  it('does not hide a tier that was tried and could not judge', () => {
    const { skips, rungs } = classify({ ...allPass, upgrade: 'error' }, declared('upgrade'))

    expect(rungs.upgrade.status).toBe('unverified')
    expect(skips).toEqual({ intentional: {}, unintentional: { upgrade: 'upgrade said why' }, stale: [] })
  })

  it.each(['install', 'lint'] as const)('does not excuse %s', (rung) => {
    expect(classify(without(rung), declared(rung)).rungs[rung].status).toBe('unverified')
  })
})

it('gives the reason why a tier did not run, be it the second of its rung', () => {
  const { rungs } = classify(without('restore'), { notRun: new Map([['restore', 'not run: there is no snapshot']]) })

  expect(rungs.backup_restore.fact).toBe('not run: there is no snapshot')
})

it('says of the example run what the example says', () => {
  const { stages, data, lint, level } = exampleRunResult()

  expect(classify({}, { stages, data, lint })).toMatchObject({ level, blockedBy: undefined })
})

it.each([
  ['install', 'install'],
  ['upgrade', 'upgrade'],
  ['backup', 'backup_restore'],
  ['restore', 'backup_restore'],
  ['custom', 'functional'],
] as const)(
  'never passes, nor is a declared skip, when the operator left out the floor of the %s tier',
  (tier, rung) => {
    const floorless = { ...stage(tier, 'pass'), tests: [...stage(tier, 'pass').tests, ...stage('lint', 'skip').tests] }
    const stages = Object.keys(allPass).map((name) => (name === tier ? floorless : stage(name as TierName, 'pass')))

    for (const expectedNa of [{}, { [rung]: 'declared' }])
      expect(classify(allPass, { stages, expectedNa }).rungs[rung].status).toBe('unverified')
  },
)
