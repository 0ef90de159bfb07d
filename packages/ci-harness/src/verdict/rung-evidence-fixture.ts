import type { StageResult, StoreRecord, TierName } from '@cc-ci/contracts/run-result'
import { classifyRungs, type RungEvidence } from './classify-rungs.js'

export type Statuses = Partial<Record<TierName, StageResult['status']>>

export const allPass = {
  install: 'pass',
  upgrade: 'pass',
  backup: 'pass',
  restore: 'pass',
  custom: 'pass',
  lint: 'pass',
} as const

export function stage(name: TierName, status: StageResult['status'], seconds = 1): StageResult {
  const message = status === 'pass' ? null : `${name} said why`
  const origin = name === 'custom' ? 'ours' : 'generic'
  const test = { id: name, name, origin, status, seconds, message, file: null, flaky: false } as const
  return { name, status, seconds, tests: [test] }
}

export const store = (seeded: number, afterRestore: number | null, more: Partial<StoreRecord> = {}): StoreRecord => ({
  ...{ store: 'volume data', kind: 'file', seeded, afterUpgrade: null, afterRestore, backup: 'covered', note: null },
  ...more,
})

/** What is known after these tiers ended so; a tier that is not named did not run. */
export function classify(statuses: Statuses, more: Partial<RungEvidence> = {}) {
  return classifyRungs({
    stages: Object.entries(statuses).map(([name, status]) => stage(name as TierName, status)),
    expectedNa: {},
    notRun: new Map(),
    olderTargetExists: true,
    data: [store(3, 3)],
    lint: { errors: [], warnings: [], unverified: null },
    dependenciesProven: true,
    ...more,
  })
}

/** A custom tier whose own tests all skipped while the check that services run passed. */
export const onlyGeneric: StageResult = {
  ...stage('custom', 'pass'),
  tests: [...stage('custom', 'skip').tests, ...stage('install', 'pass').tests],
}

export const without = (...tiers: TierName[]): Statuses =>
  Object.fromEntries(Object.entries(allPass).filter(([name]) => !tiers.includes(name as TierName)))
