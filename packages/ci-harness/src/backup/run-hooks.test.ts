import { CcCiError } from '@cc-ci/kernel'
import { ManualClock } from '@cc-ci/kernel/testing'
import { describe, expect, it } from 'vitest'
import { service } from '../converge/stack-fixture.js'
import { type HookWorld, runHooks } from './run-hooks.js'

const hook = { service: 'db', label: 'backupbot.backup.pre-hook', command: '/dump.sh' }
const container = { id: 'c1', service: 't_db', task: 't1', image: 'x', imageId: 'y', createdAt: 0 }

function world(swarm: Partial<HookWorld['swarm']>): HookWorld & { clock: ManualClock } {
  const unused = async () => Promise.reject(new Error('not expected'))
  const known = {
    containers: unused,
    exec: unused,
    inspectContainer: async () => undefined,
    logs: async () => ['last'],
    services: async () => [service({ name: 't_db' })],
  }
  return { clock: new ManualClock(), swarm: { ...known, ...swarm } }
}

const throws = (code: string) => async () => Promise.reject(new CcCiError(code, 'x'))

describe('a hook', () => {
  it('B-02: waits a minute for a running container, then says that there is none', async () => {
    const idle = world({ containers: async () => [] })
    const failure = await runHooks('t', [hook], idle)
    expect(failure).toMatchObject({ class: 'app', code: 'HOOK_CONTAINER_MISSING', service: 'db' })
    expect(idle.clock.monotonic()).toBe(60_000)
  })

  it('B-02: is not waited for where the service asks for no task at all', async () => {
    const off = world({ containers: async () => [], services: async () => [service({ name: 't_db', desired: 0 })] })

    expect(await runHooks('t', [hook], off)).toMatchObject({
      class: 'recipe',
      code: 'HOOK_CONTAINER_MISSING',
      evidence: 'db asks for no task (replicas: 0): nobody can run its backupbot.backup.pre-hook: /dump.sh',
    })
    expect(off.clock.monotonic()).toBe(0)
  })

  it('B-02: is looked up anew for each hook, and takes the newest container', async () => {
    const used: string[] = []
    const ids = [['new', 'old'], ['newer']]
    const busy = world({
      containers: async () => (ids.shift() ?? []).map((id) => ({ ...container, id })),
      exec: async (id, command) => {
        used.push([id, ...command].join(' '))
        return { exitCode: 0, stdout: '', stderr: '' }
      },
    })
    expect(await runHooks('t', [hook, hook], busy)).toBeUndefined()
    expect(used).toEqual(['new sh -c /dump.sh', 'newer sh -c /dump.sh'])
  })

  it.each([
    ['EXEC_TIMED_OUT', 'did not end within 900 s'],
    ['CONTAINER_GONE', 'lost its container while it ran'],
  ])('has failed after %s', async (code, words) => {
    const failure = await runHooks('t', [hook], world({ containers: async () => [container], exec: throws(code) }))
    const evidence = `db: its backupbot.backup.pre-hook ${words}: /dump.sh`
    expect(failure).toMatchObject({ class: 'recipe', code: 'HOOK_FAILED', service: 'db', evidence, logs: ['last'] })
  })

  it.each([
    ['the container that ends a moment later', [true, true, false], 'lost its container while it ran'],
    ['the hook alone', [true], 'ended with exit code 137'],
  ])('B-02: that was killed is told by what the kill ended: %s', async (_, running, words) => {
    const looks = [...running]
    const details = { exitCode: 0, oomKilled: false, healthLog: [], mounts: [], env: {} }
    const killed = world({
      containers: async () => [container],
      exec: async () => ({ exitCode: 137, stdout: '', stderr: '' }),
      inspectContainer: async () => ({ ...details, running: (looks.length > 1 ? looks.shift() : looks[0]) ?? false }),
    })

    expect(await runHooks('t', [hook], killed)).toMatchObject({
      code: 'HOOK_FAILED',
      evidence: `db: its backupbot.backup.pre-hook ${words}: /dump.sh`,
    })
  })

  it('is unknown when Docker does not answer', async () => {
    const deaf = world({ containers: async () => [container], exec: throws('DOCKER_UNREACHABLE') })
    await expect(runHooks('t', [hook], deaf)).rejects.toMatchObject({ code: 'DOCKER_UNREACHABLE' })
  })
})
