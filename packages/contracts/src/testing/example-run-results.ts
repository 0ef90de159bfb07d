import type { RunResult } from '../run-result.js'
import { exampleRunResult, exampleStage } from './example-run-result.js'

/** Everything passed. */
export function levelFiveResult(): RunResult {
  return exampleRunResult()
}

/** Level 5 although restore never ran: the recipe declares that it keeps no data. */
export function skippedRungResult(): RunResult {
  const base = exampleRunResult()
  const reason = 'stateless: it keeps nothing to back up'
  return exampleRunResult({
    recipe: 'static-page',
    domain: 'static-page-pr6.ci.test',
    rungs: { ...base.rungs, backup_restore: { status: 'skip', seconds: 0, fact: 'N/A, stateless' } },
    stages: base.stages.map((stage) =>
      stage.name === 'backup' || stage.name === 'restore'
        ? exampleStage(stage.name, 0, [['is not applicable', 'skip', reason]])
        : stage,
    ),
    skips: { intentional: { backup_restore: reason }, unintentional: {}, stale: [] },
    data: [],
    reproduce: base.reproduce.replace('notebook', 'static-page'),
  })
}

/** Level 2: the backup leaves one volume out, so its rows do not come back; later passes are not counted. */
export function redRestoreResult(): RunResult {
  const base = exampleRunResult()
  return exampleRunResult({
    runId: '1873',
    seq: 1873,
    recipe: 'nextcloud',
    pr: 42,
    ref: '3f9c1e2b7a604d5c8e9f0a1b2c3d4e5f60718293',
    domain: 'nextcloud-pr42.ci.test',
    base: { kind: 'version', version: '9.0.5+31.0.2-fpm', ref: null, reason: 'the newest version before the head' },
    version: '9.1.0+32.0.1-fpm',
    finished: base.started + 312,
    verdict: 'red',
    fault: {
      class: 'recipe',
      code: 'RESTORE_LOST_DATA',
      tier: 'restore',
      service: 'db',
      evidence: 'store "postgres db/app": 0 of 3 rows came back; volume "db" is not in the backup',
      hint: null,
      task: null,
      exitCode: null,
      oomKilled: null,
      noLogs: null,
      logs: [
        'LOG:  database system is ready to accept connections',
        'ERROR:  relation "oc_files" does not exist at character 15',
        'STATEMENT:  select count(*) from <oc_files>',
      ],
    },
    level: 2,
    rungs: {
      install: { status: 'pass', seconds: 94, fact: '94 s' },
      upgrade: { status: 'pass', seconds: 61, fact: '61 s · data kept' },
      backup_restore: { status: 'fail', seconds: 58, fact: '0 of 3 rows back' },
      functional: { status: 'pass', seconds: 40, fact: '6 of 6' },
      lint: { status: 'pass', seconds: 2, fact: 'clean' },
    },
    stages: [
      ...base.stages.filter(({ name }) => name === 'install' || name === 'upgrade' || name === 'backup'),
      exampleStage('restore', 31, [
        ['answers after the restore', 'pass'],
        ['brings wiped data back', 'fail', 'expected 3 rows in "postgres db/app", found 0'],
      ]),
      ...base.stages.filter(({ name }) => name === 'custom' || name === 'lint'),
    ],
    data: [
      {
        store: 'volume html',
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
        afterRestore: 0,
        backup: 'not-covered',
        note: 'volume "db" has no backup label',
      },
    ],
    lint: {
      errors: [],
      warnings: [
        {
          rule: 'R007',
          severity: 'warning',
          message: 'service "db" has no health check',
          file: 'compose.yml',
          line: 41,
          hint: 'Add a healthcheck, so that a dead database is seen before the app fails.',
        },
      ],
      unverified: null,
      unchecked: [],
    },
    notes: ['image "redis:7" moves: the same tag can be another image tomorrow'],
    phases: [
      { name: 'plan', start: 0, seconds: 3 },
      { name: 'install', start: 3, seconds: 94 },
      { name: 'upgrade', start: 97, seconds: 61 },
      { name: 'backup', start: 158, seconds: 27 },
      { name: 'restore', start: 185, seconds: 31 },
      { name: 'custom', start: 216, seconds: 40 },
      { name: 'teardown', start: 256, seconds: 56 },
      { name: 'lint', start: 3, seconds: 2 },
    ],
    next: { toLevel: 5, text: 'put volume "db" into the backup: its 3 rows were lost', place: 'compose.yml:48' },
    reproduce: 'cc-ci test nextcloud --ref 3f9c1e2 --from 9.0.5+31.0.2-fpm --tiers install,backup,restore',
  })
}

/** Not judged: the host ran out of memory, which costs the recipe no level. */
export function notJudgedResult(): RunResult {
  const notRun = { status: 'unverified', seconds: 0, fact: 'did not run' } as const
  return exampleRunResult({
    runId: 'local-7',
    seq: 1875,
    pr: null,
    verdict: 'error',
    fault: {
      class: 'infra',
      code: 'INSUFFICIENT_RESOURCES',
      tier: 'install',
      service: 'app',
      evidence: 'service "app" was not placed for 30 s: insufficient memory on 1 node',
      hint: 'Free memory on the host, then run it again.',
      task: null,
      exitCode: null,
      oomKilled: null,
      noLogs: null,
      logs: [],
    },
    level: 0,
    rungs: {
      install: { status: 'unverified', seconds: 30, fact: 'not placed' },
      upgrade: notRun,
      backup_restore: notRun,
      functional: notRun,
      lint: { status: 'pass', seconds: 1, fact: 'clean' },
    },
    stages: [exampleStage('install', 30, [['converges', 'error', 'insufficient memory on 1 node']])],
    skips: { intentional: {}, unintentional: { upgrade: 'install did not finish' }, stale: [] },
    data: [],
    swarm: [],
    phases: [
      { name: 'install', start: 0, seconds: 30 },
      { name: 'teardown', start: 30, seconds: 4 },
    ],
  })
}
