import { describe, expect, it } from 'vitest'
import { readBackupPlan } from './backup-labels.js'
import { readComposeDocument } from './compose-document.js'

interface Labels {
  readonly app?: readonly string[]
  readonly db?: readonly string[]
  readonly outside?: readonly string[]
}

function plan({ app = [], db = [], outside = [] }: Labels) {
  const compose = {
    services: {
      app: {
        image: 'a',
        labels: outside,
        deploy: { labels: app },
        volumes: ['data:/data/', 'up:/data/up', 'conf:/c:ro'],
      },
      db: { image: 'd', deploy: { labels: db }, volumes: ['db:/var/lib/postgresql/data', '/etc/x:/x', '/scratch'] },
    },
    volumes: { conf: { external: true }, unused: {} },
  }
  return readBackupPlan(readComposeDocument(JSON.stringify(compose)), 't')
}

const on = 'backupbot.backup=true'
const saved = (labels: Labels) =>
  plan(labels)
    .volumes.filter((volume) => !volume.excluded)
    .map((volume) => volume.volume)

describe('readBackupPlan', () => {
  it.each([
    ['a label anywhere enables every volume of the stack', { db: [on] }, ['data', 'up', 'conf', 'db']],
    ['several services enable it', { app: [on], db: [on] }, ['data', 'up', 'conf', 'db']],
    ['spelled differently', { app: ['backupbot.backup= True'] }, ['data', 'up', 'conf', 'db']],
    ['no label saves nothing', {}, []],
    ['false saves nothing', { app: ['backupbot.backup=false'] }, []],
    ['an empty interpolated label saves nothing', { app: ['backupbot.backup='] }, []],
    ['a volume is excluded', { app: [on, 'backupbot.backup.volumes.up=false'] }, ['data', 'conf', 'db']],
    [
      'a volume is excluded by another service',
      { app: [on], db: ['backupbot.backup.volumes.up=false'] },
      ['data', 'conf', 'db'],
    ],
    ['B-06: labels outside deploy do nothing', { outside: [on] }, []],
    [
      'B-06: a v1 path still saves whole volumes',
      { app: [on, 'backupbot.backup.path=/data'] },
      ['data', 'up', 'conf', 'db'],
    ],
  ])('saves volumes: %s', (_, labels, expected) => {
    expect(plan(labels).enabled).toBe(expected.length > 0)
    expect(saved(labels)).toEqual(expected)
  })

  it('limits a volume to paths below its root', () => {
    const [data, up] = plan({ app: [on, 'backupbot.backup.volumes.data.path=a, /b/c/,./d'] }).volumes
    expect(data).toEqual({
      ...{ volume: 'data', swarmName: 't_data', excluded: false },
      ...{ include: ['a', 'b/c', 'd'], reason: 'limited by label' },
    })
    expect(up).toMatchObject({ include: 'all', reason: 'every volume of an enabled stack' })
  })

  it('knows external volumes by their own name', () => {
    expect(plan({ app: [on] }).volumes.find(({ volume }) => volume === 'conf')?.swarmName).toBe('conf')
  })

  it('reads the hooks of each service', () => {
    const app = [
      'backupbot.backup.pre-hook=dump a=b',
      'backupbot.restore.post-hook=load',
      'backupbot.backup.post-hook=',
    ]
    const db = ['backupbot.backup.post-hook=rm x', 'backupbot.restore.pre-hook=stop']
    expect(plan({ app: [on, ...app], db }).services).toEqual([
      { service: 'app', preHook: 'dump a=b', restorePostHook: 'load' },
      { service: 'db', postHook: 'rm x', restorePreHook: 'stop' },
    ])
  })

  it.each([
    ['/data', { volume: 'data', path: '' }],
    ['/data/', { volume: 'data', path: '' }],
    ['/data/a/b', { volume: 'data', path: 'a/b' }],
    ['/data/up/x', { volume: 'up', path: 'x' }],
    ['/database', undefined],
    ['/data/../etc', undefined],
    ['/elsewhere', undefined],
  ])('resolves the v1 path %s to a volume', (path, resolved) => {
    const { v1Paths, findings } = plan({ app: [on, `backupbot.backup.path=${path}`] })
    expect(v1Paths).toEqual([{ service: 'app', path, resolved }])
    expect(findings.map((finding) => finding.kind)).toEqual(resolved === undefined ? ['unresolved-v1-path'] : [])
  })

  it.each([
    ['label-outside-deploy', { outside: [on], app: [on] }],
    ['never-valid-label', { app: [on, 'backupbot.backup.command=x'] }],
    ['mixed-versions', { app: [on, 'backupbot.backup.path=/data', 'backupbot.backup.volumes.up=false'] }],
    ['unknown-volume', { app: [on, 'backupbot.backup.volumes.nope=false'] }],
    ['path-outside-volume', { app: [on, 'backupbot.backup.volumes.data.path=a,../../etc'] }],
    ['not-enabled', { app: ['backupbot.backup.pre-hook=x'] }],
  ])('B-06: finds %s', (kind, labels) => {
    expect(plan(labels).findings).toEqual([expect.objectContaining({ kind })])
  })

  it('finds nothing wrong with backups switched off', () => {
    expect(plan({ app: ['backupbot.backup=false'] }).findings).toEqual([])
  })

  it('never follows a path out of its volume', () => {
    expect(plan({ app: [on, 'backupbot.backup.volumes.data.path=../../etc'] }).volumes[0]?.include).toEqual([])
  })
})
