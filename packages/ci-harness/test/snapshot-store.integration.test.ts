import type { KeptApp } from '@cc-ci/contracts/sweep-state'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DockerSwarm } from '../src/adapters/docker-swarm.js'
import { SnapshotStore } from '../src/canonical/snapshot-store.js'
import { bedEndpoint, freshStackName, removeStack } from './docker-swarm-bed.js'

const swarm = new DockerSwarm(bedEndpoint())
const image = 'restic/restic:0.14.0'
const limit = { timeout: 120_000 }
const secret = { env: 'A=1\n', secrets: { pw: 'value-of-the-password' } }

let stack = ''
let volume = ''
beforeEach(() => {
  stack = freshStackName()
  volume = `${stack}_data`
})
afterEach(async () => {
  await removeStack(swarm, stack)
  await inside('cc-ci-canonicals', `rm -rf /v/${stack}`)
  await removeStack(swarm, stack)
}, 60_000)

/** What a shell sees in a volume at /v. */
async function inside(name: string, script: string): Promise<string> {
  const volumes = [{ volume: name, path: '/v', readOnly: false }]
  const container = await swarm.startCompanion({
    ...{ stack, name: `${stack}-look`, image, command: ['sleep', '600'], volumes },
  })
  try {
    const { stdout, stderr, exitCode } = await swarm.exec(container, ['sh', '-c', `cd /v && ${script}`])
    expect(stderr + exitCode).toBe('0')
    return stdout
  } finally {
    await swarm.removeContainer(container)
  }
}

async function withStore<T>(use: (store: SnapshotStore) => Promise<T>): Promise<T> {
  const store = await SnapshotStore.open({ stack, volumes: [volume], image }, swarm)
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

const keptAs = (key: string, archives: Pick<KeptApp, 'vault' | 'volumes'>): KeptApp => ({
  ...{ version: '1.0.0+1', commit: 'c', domain: 'd', key, secrets: [], ...archives },
})

/** Archives what is in the volume and puts it on record. */
function keep(key: string): Promise<KeptApp> {
  return withStore(async (store) => {
    const kept = keptAs(key, await store.archive([volume], secret))
    await store.settle(kept)
    return kept
  })
}

const fill = 'mkdir -p a && echo one >a/one && chown 999:998 a/one && chmod 640 a/one && ln -s one a/link'
const look = 'find . | sort | xargs stat -c "%n %u %g %a %s %Y"; cat a/one'
const archives = () => inside('cc-ci-canonicals', `ls ${stack}`)

describe('the snapshot of a kept app', limit, () => {
  it('comes back as it was: content, owners, modes, links, and nothing that came later', async () => {
    await inside(volume, fill)
    const before = await inside(volume, look)
    const kept = await keep('k')
    await inside(volume, 'echo two >a/one && mkdir later && touch .hidden')

    await withStore((store) => store.unpack(kept))

    expect(await inside(volume, look)).toBe(before)
    expect(await withStore((store) => store.held())).toBe('k')
    expect(await withStore((store) => store.vault(kept))).toEqual(secret)
  })

  it('V-19: is named after its content: the same is kept once, another replaces it', async () => {
    await inside(volume, fill)
    const first = await keep('k')
    const again = await keep('k')
    expect(again.volumes).toEqual(first.volumes)
    await inside(volume, 'echo two >a/one')

    const other = await keep('k2')

    expect(other.volumes[volume]).not.toBe(first.volumes[volume])
    expect((await archives()).split('\n').filter(Boolean).sort()).toEqual(
      [other.vault, other.volumes[volume], 'holds'].sort(),
    )
  })

  it('stays whole when a newer one is interrupted', async () => {
    await inside(volume, fill)
    const before = await inside(volume, look)
    const kept = await keep('k')
    await inside(volume, 'head -c 300000000 /dev/urandom >a/large')
    const store = await SnapshotStore.open({ stack, volumes: [volume], image }, swarm)
    await store.forgetHeld()
    const interrupted = store.archive([volume], secret).catch((error: Error) => error)
    const beside = { stack, name: `${stack}-beside`, image, command: ['sleep', '600'] }
    const watcher = await swarm.startCompanion({
      ...beside,
      volumes: [{ volume: 'cc-ci-canonicals', path: '/v', readOnly: true }],
    })
    await swarm.exec(watcher, ['sh', '-c', `until [ -s /v/${stack}/draft ]; do :; done`])
    await store.close()
    await swarm.removeContainer(watcher)
    expect(await interrupted).toBeInstanceOf(Error)

    await withStore((next) => next.unpack(kept))

    expect(await inside(volume, look)).toBe(before)
  })

  it('clears nothing when it is damaged', async () => {
    await inside(volume, fill)
    const kept = await keep('k')
    await inside('cc-ci-canonicals', `echo x >>${stack}/${kept.volumes[volume]}`)

    await expect(withStore((store) => store.unpack(kept))).rejects.toMatchObject({ code: 'CANONICAL_UNUSABLE' })
    expect(await inside(volume, 'cat a/one')).toBe('one\n')
  })

  it('is neither taken nor put back while anything of the stack runs', async () => {
    const command = ['sleep', '600']
    await swarm.startCompanion({ stack, name: `${stack}-app`, image, command, volumes: [] })

    await expect(SnapshotStore.open({ stack, volumes: [volume], image }, swarm)).rejects.toMatchObject({
      code: 'CANONICAL_DEPLOYED',
    })
  })

  it('is not held once somebody is about to write', async () => {
    await inside(volume, fill)
    await keep('k')
    await withStore((store) => store.forgetHeld())

    expect(await withStore((store) => store.held())).toBeUndefined()
  })
})
