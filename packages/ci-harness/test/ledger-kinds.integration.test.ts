import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBackup } from '../src/backup/create-backup.js'
import { restoreBackup } from '../src/backup/restore-backup.js'
import { findImageVolumes } from '../src/ledger/find-image-volumes.js'
import { findStores } from '../src/ledger/find-stores.js'
import { judgeLedger } from '../src/ledger/judge-ledger.js'
import { type Ledger, openLedger } from '../src/ledger/ledger.js'
import { mongodb } from '../src/ledger/mongodb-store.js'
import { redis as redisKind } from '../src/ledger/redis-store.js'
import { SqliteTool } from '../src/ledger/sqlite-tool.js'
import { type BedStack, containerOf, deployOnBed, docker, shellIn, swarm, world } from './backup-bed.js'

const password = "it's $ecret"
let bed: BedStack
let ledger: Ledger
let sqlite: SqliteTool

const redis = (command: string[], rest: object = {}) => ({
  image: 'redis:7.2.4',
  command: ['redis-server', ...command],
  deploy: { restart_policy: { delay: '0s' } },
  ...rest,
})

beforeAll(async () => {
  bed = await deployOnBed('ldk', async (stack) => {
    await swarm.createSecret({ name: `${stack}_pw_v1`, stack, value: password })
    const secrets = [{ source: 'pw', target: 'pw' }]
    const login = 'export REDISCLI_AUTH=$(cat /run/secrets/pw)'
    return {
      services: {
        app: {
          image: 'counter:1.1.0',
          stop_grace_period: '1s',
          volumes: ['data:/data', 'uploads:/uploads', 'fixed:/fixed:ro', '/scratch'],
          tmpfs: ['/fast'],
          deploy: {
            replicas: 2,
            restart_policy: { delay: '0s' },
            labels: {
              'backupbot.backup': 'true',
              'backupbot.backup.volumes.uploads.path': 'saved',
            },
          },
        },
        kept: {
          image: 'redis:7.2.4',
          command: [
            'sh',
            '-c',
            'exec redis-server --save 3600 1 --enable-debug-command local --requirepass "$(cat /run/secrets/pw)"',
          ],
          secrets,
          volumes: ['kept:/data'],
          deploy: {
            restart_policy: { delay: '0s' },
            labels: {
              'backupbot.backup.pre-hook': `${login}; redis-cli save`,
              'backupbot.restore.post-hook': `${login}; redis-cli -e debug reload nosave`,
            },
          },
        },
        unsaved: redis(['--save', '3600 1'], { volumes: ['unsaved:/data'] }),
        off: redis(['--save', '', '--appendonly', 'no'], { volumes: ['off:/data'] }),
        cache: redis([], { environment: { MONGODB_ROOT_PASSWORD_FILE: '/tmp/pw' } }),
        strange: redis(['--requirepass', 'x', '--port', '6400'], { volumes: ['strange:/data'] }),
        asleep: redis([], { volumes: ['asleep:/data'], deploy: { replicas: 0 } }),
      },
      volumes: { data: {}, uploads: {}, fixed: {}, kept: {}, unsaved: {}, off: {}, strange: {}, asleep: {} },
      secrets: { pw: { name: `${stack}_pw_v1`, external: true } },
    }
  })
  const { stack, document, companion } = bed
  await inCompanion('mkdir', '-p', `${folderOf('uploads')}/saved`)
  sqlite = new SqliteTool({ stack, swarm, folderOf: (volume) => companion.folderOf(volume) })
  const found = findStores(document, bed.plan)
  const unnamed = await findImageVolumes(document, { stack, swarm })
  const stores = { watched: found.watched, unproven: [...found.unproven, ...unnamed] }
  ledger = await openLedger(stores, { stack, ...world, companion, sqlite })
}, 120_000)

afterAll(() => bed.remove(), 60_000)

const folderOf = (volume: string) => bed.companion.folderOf(`${bed.stack}_${volume}`)
const inCompanion = async (...command: string[]) => {
  const { exitCode, stderr } = await bed.companion.exec(command)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
}
const inApp = async (python: string) => {
  const script = `import sqlite3; db = sqlite3.connect('/data/counter.sqlite', timeout=10); ${python}; db.commit()`
  return shellIn(await containerOf(bed, 'app'), `python3 -c "${script}"`)
}
const counted = async (moment: 'afterUpgrade' | 'afterRestore') =>
  Object.fromEntries((await ledger.countAll(moment)).map((record) => [record.store, record[moment]]))
const hint = redisKind.needsHooks ?? ''
const watched = {
  'redis kept': 3,
  'redis unsaved': 3,
  'redis strange': 3,
  'sqlite data/counter.sqlite': 3,
  'volume data': 3,
  'volume uploads': 6,
}

beforeEach(async () => {
  const seeded = (await ledger.seedAll()).filter((record) => record.seeded > 0)
  expect(Object.fromEntries(seeded.map((record) => [record.store, record.seeded]))).toEqual(watched)
}, 60_000)

describe('the ledger', () => {
  it('names what it cannot prove, with the reason, and gives it no judgement', () => {
    const unproven = ledger.records.filter(({ seeded }) => seeded === 0)
    expect(unproven.map(({ store, backup, note }) => `${store} | ${backup} | ${note}`).toSorted()).toEqual([
      'anonymous volume app:/scratch | unwatched | Not covered: no name, so each new task begins with an empty one.',
      'anonymous volume cache:/data | unwatched | Not covered: made by the image without a name, so each new task begins with an empty one.',
      'redis asleep | unknown | Nothing is proven: asleep has replicas: 0, so no server runs.',
      'redis cache | unwatched | Not kept by design: no volume.',
      'redis off | unwatched | Not kept by design: the server saves nothing to its volume.',
      'tmpfs app:/fast | unwatched | Not covered: in memory, and gone with every new task.',
      'volume fixed | unwatched | Not covered: mounted read-only, so the app writes nothing into it.',
    ])
    const judged = judgeLedger(ledger.records, 'upgrade').map(({ store }) => store)
    expect(judged.filter((store) => unproven.some((record) => record.store === store))).toEqual([])
  })

  it('brings back what is saved, and tells the part of a volume that is not, and a Redis that nothing loads', async () => {
    expect(await counted('afterUpgrade')).toMatchObject(watched)
    const { stack, plan, companion } = bed
    const backup = await createBackup({ stack, plan, companion, runId: 'run-1' }, world)
    if (backup.kind === 'failed') throw new Error(JSON.stringify(backup.failure))
    await ledger.wipeAll()
    expect(Object.values(await counted('afterRestore')).filter((count) => (count ?? 0) > 0)).toEqual([])
    expect(await restoreBackup({ stack, plan, companion, snapshotId: backup.snapshotId }, world)).toMatchObject({
      kind: 'done',
    })

    await ledger.countAll('afterRestore')
    const judged = judgeLedger(ledger.records, 'restore')
    expect(judged.map(({ ok, message }) => `${ok} ${message}`)).toEqual([
      'true redis kept: 3 of 3 keys back after the restore.',
      `false redis unsaved: 0 of 3 keys back after the restore. ${hint}`,
      `false redis strange: 0 of 3 keys back after the restore. ${hint}`,
      'true sqlite data/counter.sqlite: 3 of 3 rows back after the restore.',
      'true volume data: 3 of 3 files back after the restore.',
      'true volume uploads: 3 of 3 files back after the restore. Only saved is saved; whatever else the volume holds is not in the backup.',
    ])
  }, 60_000)

  it('counts a truncated, a re-encoded and a renamed file as lost', async () => {
    const script = `cd ${folderOf('data')}
      truncate -s -1 .cc-ci-canary-3
      printf '\\r\\n' >>.cc-ci-canary-1
      mv .cc-ci-canary-2* '.cc-ci-canary-2 gr??er'`
    await inCompanion('sh', '-c', script)
    expect(await counted('afterUpgrade')).toEqual({ ...(await counted('afterUpgrade')), 'volume data': 0 })
  })

  it('notes a changed owner, and does not call it a loss', async () => {
    await inCompanion('sh', '-c', `chown 1234:1234 ${folderOf('data')}/.cc-ci-canary-1`)
    const record = (await ledger.countAll('afterRestore')).find(({ store }) => store === 'volume data')
    expect(record).toMatchObject({
      afterRestore: 3,
      note: expect.stringMatching(/1 of its marks changed: 644 0:0 \d+ became 644 1234:1234/),
    })
  })

  it('sees rows of SQLite that are lost or changed, while the app goes on with its own', async () => {
    await inApp("db.execute('INSERT INTO visits DEFAULT VALUES')")
    await inApp("db.execute('UPDATE cc_ci_canary SET value = 1 WHERE id = 1')")
    expect(await counted('afterUpgrade')).toMatchObject({ 'sqlite data/counter.sqlite': 2 })
    await inApp("db.execute('DROP TABLE cc_ci_canary')")
    expect(await counted('afterUpgrade')).toMatchObject({ 'sqlite data/counter.sqlite': 0 })
    expect(await shellIn(await containerOf(bed, 'app'), 'stat -c %U /data/counter.sqlite*')).toBe('counter\n'.repeat(3))
  })

  it('H-16: is not misled by a PRAGMA that prints a row, and waits while the app writes', async () => {
    const writer = inApp("db.execute('BEGIN IMMEDIATE'); import time; time.sleep(1)")
    await ledger.seedAll()
    await writer
    expect(await counted('afterUpgrade')).toMatchObject({ 'sqlite data/counter.sqlite': 3 })
  })

  it('finds a torn copy damaged, though marks are still in it', async () => {
    const file = `${folderOf('data')}/torn.sqlite`
    const create = `
import sqlite3
db = sqlite3.connect('/data/torn.sqlite')
db.execute('CREATE TABLE t (x)')
db.executemany('INSERT INTO t VALUES (?)', [('y' * 500,)] * 200)
db.commit()`
    await shellIn(await containerOf(bed, 'app'), `python3 -c "${create}"`)
    const { stack, document, companion } = bed
    const again = await openLedger(findStores(document, bed.plan), { stack, ...world, companion, sqlite })
    await again.seedAll()
    await inCompanion('sh', '-c', `dd if=/dev/zero of=${file} bs=4096 seek=10 count=3 conv=notrunc 2>/dev/null`)
    await again.countAll('afterUpgrade')
    const judged = judgeLedger(again.records, 'upgrade').filter(({ store }) => store.startsWith('sqlite'))
    expect(judged).toMatchObject([
      { ok: true },
      { ok: false, message: expect.stringMatching(/^sqlite data\/torn.sqlite: SQLite’s check finds it damaged/) },
    ])
    await inCompanion('sh', '-c', `head -c 100 /dev/urandom >${file}`)
    await again.countAll('afterUpgrade')
    expect(judgeLedger(again.records, 'upgrade')).toContainEqual({
      store: 'sqlite data/torn.sqlite',
      ok: false,
      message: 'sqlite data/torn.sqlite: SQLite cannot read it: file is not a database.',
    })
    await inCompanion('rm', file)
  })

  it('reaches a MongoDB through its shell: waits while it refuses, and keeps the password out of arguments', async () => {
    const cache = await containerOf(bed, 'cache')
    const shell = `#!/bin/sh
case "$*" in *"$CC_CI_PASSWORD"*) echo 'the password is in the arguments'; exit 9 ;; esac
[ -e /tmp/asked ] || { touch /tmp/asked; echo 'MongoNetworkError: connect ECONNREFUSED 127.0.0.1:27017'; exit 1; }
[ "$CC_CI_USER $CC_CI_PASSWORD" = 'root s3cret' ] || { echo 'MongoServerError: Authentication failed.'; exit 1; }
echo '{"ccCi":[]}'`
    await swarm.writeFile(cache, '/usr/local/bin/mongosh', Buffer.from(shell))
    await shellIn(cache, 'chmod +x /usr/local/bin/mongosh; printf s3cret >/tmp/pw')
    const service = bed.document.services.find(({ name }) => name === 'cache')
    if (service === undefined) throw new Error('no service')
    const found = { kind: 'mongodb', name: 'mongodb db', service, coverage: { backup: 'covered', note: null } } as const
    const open = () => mongodb.open(found, { stack: bed.stack, ...world, companion: bed.companion, sqlite })
    expect(await open()).toHaveProperty('seed')
    await shellIn(cache, 'printf other >/tmp/pw')
    expect(await open()).toMatchObject({ backup: 'unknown', reason: expect.stringContaining('Authentication failed') })
  })

  it('throws, and does not say 0, when a Redis refuses or a container of ours is gone', async () => {
    const kept = await containerOf(bed, 'kept')
    await shellIn(kept, `export REDISCLI_AUTH=$(cat /run/secrets/pw); redis-cli config set requirepass other`)
    await expect(counted('afterUpgrade')).rejects.toMatchObject({
      code: 'STORE_CLIENT_FAILED',
      message: expect.stringMatching(/redis kept.*(?:NOAUTH|WRONGPASS)/s),
    })
    await docker(['kill', kept])
    await swarm.removeContainer(`${bed.stack}-sqlite`)
    await expect(counted('afterUpgrade')).rejects.toMatchObject({ code: 'SQLITE_TOOL_GONE' })
  }, 60_000)
})
