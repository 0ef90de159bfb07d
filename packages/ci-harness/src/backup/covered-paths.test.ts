import { describe, expect, it } from 'vitest'
import { readBackupPlan } from '../recipe/backup-labels.js'
import { toComposeDocument } from '../recipe/compose-document.js'
import { coveredPaths } from './covered-paths.js'
import { backupHooks, restoreHooks } from './plan-hooks.js'

function planOf(labels: string[]) {
  const app = { volumes: ['data:/data', 'up:/up'], deploy: { labels: ['backupbot.backup=true', ...labels] } }
  return readBackupPlan(toComposeDocument({ services: { app }, volumes: { up: { name: 'files' } } }), 't')
}

const companion = { folderOf: (volume: string) => `/v/${volume}` }

describe('what a backup saves', () => {
  it.each([
    ['whole volumes by default', [], ['/v/t_data', '/v/files']],
    ['not an excluded one', ['backupbot.backup.volumes.up=false'], ['/v/t_data']],
    [
      'only the paths of a limited one',
      ['backupbot.backup.volumes.data.path=a,/b/c/'],
      ['/v/t_data/a', '/v/t_data/b/c', '/v/files'],
    ],
    ['nothing outside a volume', ['backupbot.backup.volumes.data.path=../../backups'], ['/v/files']],
  ])('%s', (_, labels, expected) => {
    expect(coveredPaths(planOf(labels), companion).map(({ path }) => path)).toEqual(expected)
  })

  it('keeps each hook with the label it comes from', () => {
    const hooks = ['backup.pre', 'backup.post', 'restore.pre', 'restore.post'].map(
      (name) => `backupbot.${name}-hook=${name}`,
    )
    const plan = planOf(hooks)
    const found = (['pre', 'post'] as const).flatMap((when) => [
      ...backupHooks(plan, when),
      ...restoreHooks(plan, when),
    ])
    expect(found).toEqual(
      ['backup.pre', 'restore.pre', 'backup.post', 'restore.post'].map((name) => ({
        service: 'app',
        label: `backupbot.${name}-hook`,
        command: name,
      })),
    )
  })
})
