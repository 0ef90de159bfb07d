import type { RunResult, StageResult, TierName } from '../run-result.js'

/** A stage of an example, with tests given as [name, status, message]. */
export function exampleStage(
  name: TierName,
  seconds: number,
  tests: readonly (readonly [string, StageResult['status'], string?])[],
): StageResult {
  const statuses = tests.map(([, status]) => status)
  return {
    name,
    status: (['error', 'fail', 'pass'] as const).find((status) => statuses.includes(status)) ?? 'skip',
    seconds,
    tests: tests.map(([test, status, message], index) => ({
      id: `${name}/generic/${test.replaceAll(' ', '-')}`,
      name: test,
      origin: name === 'custom' ? 'ours' : 'generic',
      status,
      seconds: Number((seconds / (tests.length + index)).toFixed(1)),
      message: message ?? null,
      file: null,
      flaky: false,
    })),
  }
}

/** A valid level 5 document, with whole keys replaced by the overrides. */
export function exampleRunResult(overrides: Partial<RunResult> = {}): RunResult {
  return { ...levelFive, ...overrides }
}

const levelFive: RunResult = {
  schemaVersion: 3,
  runId: '1874',
  seq: 1874,
  recipe: 'notebook',
  pr: 6,
  ref: 'a91b77d0c4e85f3b2d6a1908e7c5f4b3a2918070',
  domain: 'notebook-pr6.ci.test',
  engine: 'swarm',
  mode: 'full',
  tiers: ['install', 'upgrade', 'backup', 'restore', 'custom', 'lint'],
  base: { kind: 'version', version: '1.0.0+2.38.0', ref: null, reason: 'the newest version before the head' },
  version: '1.1.0+2.39.0',
  start: { load: 0.4, cores: 2, runs: [] },
  started: 1_790_000_000,
  finished: 1_790_000_048,
  verdict: 'green',
  stopped: null,
  fault: null,
  diagnosis: null,
  retry: null,
  level: 5,
  rungs: {
    install: { status: 'pass', seconds: 11, fact: '11 s' },
    upgrade: { status: 'pass', seconds: 9, fact: '9 s · data kept' },
    backup_restore: { status: 'pass', seconds: 14, fact: '14 s · 4 of 4 back' },
    functional: { status: 'pass', seconds: 3, fact: '2 of 2' },
    lint: { status: 'pass', seconds: 1, fact: 'clean' },
  },
  stages: [
    exampleStage('install', 11, [
      ['converges', 'pass'],
      ['serves the health path', 'pass'],
    ]),
    exampleStage('upgrade', 9, [
      ['moves to the head', 'pass'],
      ['keeps the data', 'pass'],
    ]),
    exampleStage('backup', 6, [['makes a backup', 'pass']]),
    exampleStage('restore', 8, [['brings wiped data back', 'pass']]),
    exampleStage('custom', 3, [
      ['saves a note', 'pass'],
      ['finds a note', 'pass'],
    ]),
    exampleStage('lint', 1, [['has no error', 'pass']]),
  ],
  skips: { intentional: {}, unintentional: {}, stale: [] },
  flags: { clean_teardown: true, no_secret_leak: true },
  leftovers: [],
  deploys: { count: 2, expected: 2 },
  dependencies: [],
  data: [
    {
      store: 'volume content',
      kind: 'file',
      seeded: 1,
      afterUpgrade: 1,
      afterRestore: 1,
      backup: 'covered',
      note: null,
    },
    {
      store: 'postgres db/app',
      kind: 'postgres',
      seeded: 3,
      afterUpgrade: 3,
      afterRestore: 3,
      backup: 'covered',
      note: null,
    },
  ],
  swarm: [
    {
      service: 'app',
      update: 'completed',
      from: 'example/notebook:2.38.0@sha256:1f0c',
      to: 'example/notebook:2.39.0@sha256:9be2',
    },
  ],
  lint: { errors: [], warnings: [], unverified: null, unchecked: [{ rule: 'R006', reason: 'no catalogue was given' }] },
  customization: { settings: {}, hooks: [], files: ['test_custom.ts'], operator: {}, notRun: [] },
  notes: [],
  resources: { peakMemMb: 212, diskMb: 96, downtimeSeconds: 1.4, backupMb: 0.3, restoreSeconds: 2.1 },
  phases: [
    { name: 'plan', start: 0, seconds: 1 },
    { name: 'install', start: 1, seconds: 11 },
    { name: 'upgrade', start: 12, seconds: 9 },
    { name: 'backup', start: 21, seconds: 6 },
    { name: 'restore', start: 27, seconds: 8 },
    { name: 'custom', start: 35, seconds: 3 },
    { name: 'teardown', start: 38, seconds: 10 },
    { name: 'lint', start: 1, seconds: 1 },
  ],
  next: null,
  reproduce: 'cc-ci test notebook --ref a91b77d --from 1.0.0+2.38.0',
  versions: { harness: '0.1.0', engine: 'swarm', docker: '28.0.1' },
  artefacts: {
    card: 'summary.png',
    page: 'summary.html',
    badge: 'badge.svg',
    junit: 'junit/cc-ci.xml',
    screenshot: null,
    screenshotReason: 'no browser on this host',
    screenshots: [],
    log: 'run.log',
    lintText: 'lint.txt',
  },
}
