import { describe, expect, it } from 'vitest'
import { readBackupPlan } from '../recipe/backup-labels.js'
import { toComposeDocument } from '../recipe/compose-document.js'
import { findStores } from './find-stores.js'

type Services = Readonly<Record<string, object>>

function find(services: Services, volumes: object = {}) {
  const document = toComposeDocument({ services, volumes })
  return findStores(document, readBackupPlan(document, 't')).watched
}

function unproven(services: Services, volumes: object = {}) {
  const document = toComposeDocument({ services, volumes })
  const { unproven } = findStores(document, readBackupPlan(document, 't'))
  return unproven.map(({ name, backup, reason }) => `${name} | ${backup} | ${reason}`)
}

const names = (services: Services) => find(services).map(({ name }) => name)
const on = 'backupbot.backup=true'
const service = (image: string, volumes: string[] = [], environment: object = {}) => ({ image, volumes, environment })

describe('the stores of a recipe', () => {
  it.each([
    ['postgres:15.14', 'postgres'],
    ['registry.example.org:5000/library/postgres:16@sha256:0000000000000000000000000000000000000000', 'postgres'],
    ['postgis/postgis:16-3.4', 'postgres'],
    ['pgvector/pgvector:pg16', 'postgres'],
    ['timescale/timescaledb:2.17-pg16', 'postgres'],
    ['bitnami/postgresql:16', 'postgres'],
    ['ghcr.io/immich-app/postgres:14-vectorchord0.4', 'postgres'],
    ['mysql:8.4', 'mysql'],
    ['lscr.io/linuxserver/mariadb:10.11', 'mysql'],
    ['percona/percona-server:8.0', 'mysql'],
    ['mongo:7', 'mongodb'],
    ['percona/percona-server-mongodb:7.0', 'mongodb'],
  ])('tell %s by its name as %s', (image, kind) => {
    expect(find({ db: service(image) })).toMatchObject([{ kind, service: { name: 'db' } }])
  })

  it.each([
    'postgrest/postgrest:v12',
    'prometheuscommunity/postgres-exporter:v0.15',
    'prodrigestivill/postgres-backup-local:16',
    'edoburu/pgbouncer:1.23',
    'dpage/pgadmin4:8',
    'phpmyadmin:5',
    'mysql/mysql-router:8.0',
    'mongo-express:1',
    'oliver006/redis_exporter:v1',
    'rediscommander/redis-commander:latest',
  ])('do not take %s for a database', (image) => {
    expect(names({ tool: service(image) })).toEqual([])
  })

  it.each([
    ['the settings and the folder of a server', ['d:/var/lib/postgresql/data'], { POSTGRES_PASSWORD_FILE: '/x' }, true],
    ['its own PGDATA', ['d:/pg'], { POSTGRES_DB: 'x', PGDATA: '/pg/data' }, true],
    ['MySQL’s', ['d:/var/lib/mysql'], { MYSQL_DATABASE: 'x' }, true],
    ['an app that only connects', ['d:/data'], { POSTGRES_HOST: 'db', POSTGRES_PASSWORD: 'x' }, false],
    ['a folder alone', ['d:/var/lib/postgresql/data'], {}, false],
  ])('tell an image of an unknown name by %s', (_, volumes, environment, isDatabase) => {
    const kinds = find({ x: service('example/own:1', volumes, environment) }).map(({ kind }) => kind !== 'file')
    expect(kinds).toEqual([isDatabase])
  })

  it('are the databases, and every other volume that someone may write to, once', () => {
    const app = service('app:1', ['data:/data', 'shared:/s', 'conf:/c:ro', '/etc/x:/x', '/scratch'])
    const worker = service('app:1', ['shared:/s'])
    const db = service(
      'postgres:15',
      ['pg:/var/lib/postgresql/data', 'wal:/var/lib/postgresql/data/pg_wal', 'tmp:/tmp'],
      {
        POSTGRES_USER: 'wiki',
      },
    )
    expect(names({ app, worker, db })).toEqual(['postgres db/wiki', 'volume data', 'volume shared', 'volume tmp'])
  })

  it('keep the name that an external volume has in the Swarm', () => {
    const found = find({ app: service('app:1', ['data:/data']) }, { data: { external: true, name: 'mail' } })
    expect(found).toMatchObject([{ kind: 'file', swarmName: 'mail' }])
  })
})

describe('a Redis', () => {
  it.each(['redis:7.2.4', 'valkey/valkey:8', 'eqalpha/keydb:6', 'bitnami/redis:7', 'redis/redis-stack-server:7.2'])(
    '%s is watched with a volume, and without one it forgets by design',
    (image) => {
      expect(find({ r: service(image, ['r:/data', 'r2:/bitnami/redis/data']) })).toMatchObject([{ kind: 'redis' }])
      expect(names({ r: service(image) })).toEqual([])
      expect(unproven({ r: service(image) })).toEqual(['redis r | unwatched | Not kept by design: no volume.'])
    },
  )

  it('is told by the server in its command, and not by a password that its clients have too', () => {
    const app = service('app:1', ['data:/data'], { REDIS_PASSWORD_FILE: '/run/secrets/pw' })
    const own = { ...service('own:1', ['r:/data']), command: ['sh', '-c', 'exec redis-server --save 60 1'] }
    expect(names({ app, own })).toEqual(['redis own', 'volume data'])
  })

  it('B-04: is not covered when its volume is not saved', () => {
    const r = {
      ...service('redis:7', ['r:/data']),
      deploy: { labels: [on, 'backupbot.backup.volumes.r=false'] },
    }
    expect(find({ r })[0]?.coverage).toMatchObject({ backup: 'not-covered', note: expect.stringContaining('volume r') })
  })

  it('is covered by a hook elsewhere that has it save', () => {
    const app = {
      ...service('app:1'),
      deploy: { labels: [on, 'backupbot.backup.pre-hook=redis-cli -h cache\n BGSAVE', 'backupbot.restore.pre-hook=x'] },
    }
    const r = { ...service('redis:7', ['r:/data']), deploy: { labels: ['backupbot.backup.volumes.r=false'] } }
    expect(find({ app, r })[0]?.coverage).toMatchObject({ backup: 'covered' })
  })

  it.each([
    ['with a hint when no hook of its own loads it again', [on], expect.stringContaining('reads it at start only')],
    ['with nothing to say when one does', [on, 'backupbot.restore.post-hook=load'], null],
  ])('is covered by its volume, %s', (_, labels, note) => {
    const r = { ...service('redis:7', ['r:/data']), deploy: { labels } }
    expect(find({ r })[0]?.coverage).toEqual({ backup: 'covered', note })
  })
})

describe('the backup of a store', () => {
  const withLabels = (labels: { app?: string[]; db?: string[] }) =>
    find({
      app: { ...service('app:1', ['data:/data']), deploy: { labels: labels.app ?? [] } },
      db: { ...service('mariadb:11', ['my:/var/lib/mysql']), deploy: { labels: labels.db ?? [] } },
    })
  const noMy = 'backupbot.backup.volumes.my=false'
  const hook = (command: string) => `backupbot.backup.pre-hook=${command}`

  it.each([
    ['its whole volume', { app: [on] }, null],
    ['the root of its volume', { app: [on, 'backupbot.backup.volumes.my.path=/'] }, null],
    [
      'B-07: a hook of its own, and nothing that loads the dump',
      { app: [on], db: [noMy, hook('dump')] },
      'A hook dumps it, and no backupbot.restore.post-hook loads the dump again.',
    ],
    [
      'a hook of its own, and one that loads the dump',
      { app: [on], db: [noMy, hook('dump'), 'backupbot.restore.post-hook=load'] },
      null,
    ],
    [
      'a dump program that another service runs',
      { app: [on, noMy, hook('mysqldump -h x >/data/x'), 'backupbot.restore.post-hook=load'] },
      null,
    ],
    [
      'a hook elsewhere that names it',
      { app: [on, noMy, hook('/dump.sh --host db'), 'backupbot.restore.post-hook=load'] },
      null,
    ],
  ])('covers a database by %s', (_, labels, note) => {
    expect(withLabels(labels)[0]?.coverage).toEqual({ backup: 'covered', note })
  })

  it.each([
    ['no service enables backups', {}, 'No service enables backups; add backupbot.backup=true to deploy.labels of db.'],
    [
      'B-04: its volume is excluded and nothing dumps it',
      { app: [on, noMy, hook('cp /data/a /data/dbase')] },
      'Service db: its volume my is not saved (excluded by a label of app), and no hook dumps it; ' +
        'add backupbot.backup.pre-hook to deploy.labels of db.',
    ],
    [
      'a dump is saved that nobody writes',
      { app: [on], db: ['backupbot.backup.volumes.my.path=dump.sql'] },
      'Service db: of its volume my only dump.sql is saved, and no hook dumps it; ' +
        'add backupbot.backup.pre-hook to deploy.labels of db.',
    ],
  ])('does not cover a database: %s', (_, labels, note) => {
    expect(withLabels(labels)[0]?.coverage).toEqual({ backup: 'not-covered', note })
  })

  it('does not cover a database without a named volume', () => {
    const db = { ...service('postgres:15'), deploy: { labels: [on] } }
    expect(find({ db })[0]?.coverage).toMatchObject({
      backup: 'not-covered',
      note: expect.stringContaining('its data is in no named volume'),
    })
  })

  it.each([
    ['saved whole', { app: [on] }, 'covered', null],
    ['limited', { app: [on, 'backupbot.backup.volumes.data.path=a'] }, 'covered', null],
    [
      'excluded by the recipe',
      { app: [on, 'backupbot.backup.volumes.data=false'] },
      'excluded',
      'excluded: excluded by a label of app',
    ],
    ['not enabled', {}, 'not-covered', 'Volume data: no service of the stack enables backups.'],
    [
      'limited to what is outside',
      { app: [on, 'backupbot.backup.volumes.data.path=../x'] },
      'not-covered',
      'Volume data: backupbot.backup.volumes.data.path names nothing inside the volume.',
    ],
  ])('of a volume: %s', (_, labels, backup, note) => {
    expect(withLabels(labels)[1]?.coverage).toEqual({ backup, note })
  })
})
