import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBackup } from '../src/backup/create-backup.js'
import { listSnapshot } from '../src/backup/list-snapshot.js'
import { ensureRepository } from '../src/backup/restic-repository.js'
import { restoreBackup } from '../src/backup/restore-backup.js'
import type { BackupPlan } from '../src/recipe/backup-labels.js'
import {
  type BedStack,
  clock,
  companionBeside,
  containerOf,
  deployOnBed,
  docker,
  shellIn,
  swarm,
  world,
} from './backup-bed.js'

const on = { 'backupbot.backup': 'true' }
let bed: BedStack

beforeAll(async () => {
  bed = await deployOnBed('bkp', () => ({
    services: {
      app: {
        image: 'nginx:1.27.0',
        stop_grace_period: '1s',
        volumes: ['content:/srv/content', 'cache:/srv/cache', 'dump:/srv/dump'],
        deploy: {
          restart_policy: { delay: '0s' },
          labels: {
            ...on,
            'backupbot.backup.volumes.cache': 'false',
            'backupbot.backup.volumes.dump.path': 'kept, dump.sql',
            'backupbot.backup.pre-hook': "sh -c 'mkdir -p /srv/dump/kept && echo $HOSTNAME >/srv/dump/dump.sql'",
            'backupbot.backup.post-hook': 'rm /srv/dump/dump.sql && touch /srv/cache/post-hook-ran',
            'backupbot.restore.post-hook': 'cp /srv/dump/dump.sql /srv/content/loaded',
          },
        },
      },
    },
    volumes: { content: {}, cache: {}, dump: {} },
  }))
}, 90_000)

afterAll(async () => {
  await bed.remove()
}, 60_000)

const inApp = async (script: string) => shellIn(await containerOf(bed, 'app'), script)
const backup = (plan: BackupPlan = bed.plan) =>
  createBackup({ stack: bed.stack, plan, runId: 'run-1', companion: bed.companion }, world)
const planWithHook = (hooks: Record<string, string>) => bed.planWith({ app: { ...on, ...hooks } })

async function snapshot(): Promise<string> {
  const outcome = await backup()
  if (outcome.kind === 'failed') throw new Error(outcome.failure.evidence)
  return outcome.snapshotId
}

describe('a backup', () => {
  it('saves what the labels cover and nothing else, and restores it', async () => {
    await inApp('echo first >/srv/content/page; echo x >/srv/cache/junk; echo x >/srv/dump/not-listed')
    const outcome = await backup()
    expect(outcome).toMatchObject({ kind: 'done', files: 2, bytes: expect.any(Number), seconds: expect.any(Number) })
    if (outcome.kind === 'failed') return
    const entries = await listSnapshot(bed.companion, outcome.snapshotId)
    const root = `/var/lib/docker/volumes/${bed.stack}_`
    expect(entries.filter(({ type }) => type === 'file').map(({ path }) => path)).toEqual([
      `${root}content/_data/page`,
      `${root}dump/_data/dump.sql`,
    ])

    await inApp('rm /srv/content/page')
    const { stack, plan, companion } = bed
    const restored = await restoreBackup({ stack, plan, companion, snapshotId: outcome.snapshotId }, world)
    expect(restored).toEqual({ kind: 'done', seconds: expect.any(Number) })
    expect(await inApp('cat /srv/content/page; test -s /srv/content/loaded')).toBe('first\n')
  })

  it('B-05: restores the snapshot it is told, not a newer one of the same stack', async () => {
    await inApp('echo mine >/srv/content/page')
    const mine = await snapshot()
    await inApp('echo newer >/srv/content/page')
    await snapshot()
    const { stack, plan, companion } = bed
    await restoreBackup({ stack, plan, companion, snapshotId: mine }, world)
    expect(await inApp('cat /srv/content/page')).toBe('mine\n')
    const latest = restoreBackup({ stack, plan, companion, snapshotId: 'latest' }, world)
    await expect(latest).rejects.toMatchObject({ code: 'SNAPSHOT_ID_INVALID' })
  })

  it('shows the output of a failed hook, saves nothing, and still runs the post-hook', async () => {
    await inApp('rm -f /srv/cache/after')
    const plan = planWithHook({
      'backupbot.backup.pre-hook': 'echo connecting; echo no such role >&2; exit 7',
      'backupbot.backup.post-hook': 'touch /srv/cache/after',
    })
    const failure = { class: 'recipe', code: 'HOOK_FAILED', service: 'app', logs: ['connecting', 'no such role'] }
    const evidence = expect.stringContaining('backupbot.backup.pre-hook ended with exit code 7')
    expect(await backup(plan)).toMatchObject({ kind: 'failed', failure: { ...failure, evidence } })
    await inApp('test -e /srv/cache/after')
  })

  it.each([
    [
      'a path that is not there',
      'BACKUP_PATH_MISSING',
      'backupbot.backup.volumes.dump.path: "absent.sql"',
      { 'backupbot.backup.volumes.dump.path': 'absent.sql' },
    ],
    [
      'B-01: an empty dump',
      'BACKUP_EMPTY',
      '"empty.sql" is an empty file',
      {
        'backupbot.backup.volumes.dump.path': 'empty.sql',
        'backupbot.backup.pre-hook': 'false | : >/srv/dump/empty.sql',
      },
    ],
    [
      'B-03: folders without a file',
      'BACKUP_EMPTY',
      'no file at all',
      {
        'backupbot.backup.pre-hook': 'mkdir -p /srv/dump/none',
        'backupbot.backup.volumes.dump.path': 'none',
        'backupbot.backup.volumes.content': 'false',
        'backupbot.backup.volumes.cache': 'false',
      },
    ],
    [
      'B-03: every volume excluded',
      'BACKUP_EMPTY',
      'no path of any volume',
      Object.fromEntries(['content', 'cache', 'dump'].map((name) => [`backupbot.backup.volumes.${name}`, 'false'])),
    ],
  ])('fails for %s', async (_, code, evidence, labels) => {
    const expected = { class: 'recipe', code, evidence: expect.stringContaining(evidence) }
    expect(await backup(planWithHook(labels))).toMatchObject({ kind: 'failed', failure: expected })
  })

  it('B-02: runs a hook in the container that replaced the killed one', async () => {
    const killed = await containerOf(bed, 'app')
    await docker(['kill', killed])
    await snapshot()
    expect(await inApp('hostname')).not.toContain(killed.slice(0, 12))
  }, 60_000)

  it('B-02: a hook that loses its container has failed', async () => {
    const container = await containerOf(bed, 'app')
    const running = backup(planWithHook({ 'backupbot.backup.pre-hook': 'touch /tmp/began; sleep 60' }))
    await shellIn(container, 'until [ -e /tmp/began ]; do sleep 0.1; done')
    await docker(['kill', container])
    const evidence = expect.stringContaining('lost its container')
    expect(await running).toMatchObject({ kind: 'failed', failure: { code: 'HOOK_FAILED', evidence } })
  }, 60_000)
})

describe('the backup companion', () => {
  it('makes one repository although several runs begin at once, and keeps its password there', async () => {
    const names = ['bkp-race-a', 'bkp-race-b', 'bkp-race-c'].map((name) => `${name}-${bed.stack}`)
    const companions = await Promise.all(names.map((name) => companionBeside(bed, name)))
    try {
      await companions[0]?.exec(['sh', '-c', 'rm -rf /backups/*'])
      await Promise.all(companions.map((companion) => ensureRepository(companion)))
      const request = { stack: bed.stack, plan: bed.planWith({ app: on }), runId: 'race' }
      const outcomes = await Promise.all(companions.map((companion) => createBackup({ ...request, companion }, world)))
      expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done', 'done'])
      const listing = await bed.companion.exec([
        'sh',
        '-c',
        'stat -c "%a %s" /backups/password; ls /backups/repository/keys',
      ])
      expect(listing.stdout).toMatch(/^600 64\n[0-9a-f]{64}\n$/)
    } finally {
      await Promise.all(names.map((name) => swarm.removeContainer(`${name}-backup`)))
    }
  }, 60_000)

  it('ends at once when asked to stop', async () => {
    const name = `bkp-stop-${bed.stack}`
    await companionBeside(bed, name)
    const started = clock.monotonic()
    await docker(['stop', '--time', '10', `${name}-backup`])
    expect(clock.monotonic() - started).toBeLessThan(5_000)
    await swarm.removeContainer(`${name}-backup`)
  })

  it('sees the volumes that a newer version brings', async () => {
    const name = `bkp-more-${bed.stack}`
    const companion = await companionBeside(bed, name)
    expect(() => companion.folderOf(`${name}_new`)).toThrow(expect.objectContaining({ code: 'BACKUP_VOLUME_UNSEEN' }))
    await companion.mount([`${name}_new`])
    const { exitCode } = await companion.exec(['test', '-d', companion.folderOf(`${name}_new`)])
    expect(exitCode).toBe(0)
    await swarm.removeContainer(`${name}-backup`)
    await swarm.remove('volumes', `${name}_new`)
  })

  it('is an infra fault when it is gone; its snapshots stay, and belong to no stack', async () => {
    const taken = await snapshot()
    await swarm.removeContainer(`${bed.stack}-backup`)
    expect(await backup()).toMatchObject({ kind: 'failed', failure: { class: 'infra', code: 'BACKUP_COMPANION_GONE' } })
    expect((await swarm.belongings(bed.stack)).volumes).not.toContain(bed.repositoryVolume)
    const next = await companionBeside(bed, `bkp-next-${bed.stack}`)
    expect(await listSnapshot(next, taken)).not.toHaveLength(0)
    const unknown = { stack: bed.stack, plan: bed.planWith({}), snapshotId: 'deadbeef', companion: next }
    expect(await restoreBackup(unknown, world)).toMatchObject({ failure: { class: 'infra', code: 'RESTIC_FAILED' } })
    await swarm.removeContainer(`bkp-next-${bed.stack}-backup`)
  }, 60_000)
})
