import { describe, expect, it } from 'vitest'
import { notStarted, rejected, task } from '../converge/stack-fixture.js'
import type { TaskState } from '../ports/swarm.js'
import type { Failure } from '../verdict/failure.js'
import { withLogs } from './complete-logs.js'

const failure: Failure = { class: 'recipe', code: 'BAD_COMMAND', service: 'app', evidence: 'app: it did not start' }

function swarmWith(tasks: readonly TaskState[], logs: Readonly<Record<string, readonly string[]>> = {}) {
  return {
    tasks: async () => tasks,
    logs: async (container: string) => {
      const lines = logs[container]
      if (lines === undefined) throw new Error('No such container')
      return lines
    },
  }
}

describe('P-08: the failed service’s logs', () => {
  it('are there although its start failed', async () => {
    const swarm = swarmWith([notStarted('exec: "/nope"')], { container1: ['last words'] })
    expect(await withLogs(failure, 'shop', swarm)).toEqual({ ...failure, logs: ['last words'] })
  })

  it('are those of the newest container that still has some', async () => {
    const tasks = [
      task({ id: 'old', container: 'old', createdAt: 1 }),
      task({ id: 'new', container: 'new', createdAt: 3 }),
      task({ id: 'gone', container: 'gone', createdAt: 4 }),
      task({ id: 'other', container: 'other', createdAt: 5, service: 'shop_db' }),
    ]
    const swarm = swarmWith(tasks, { old: ['older'], new: ['newer'], other: ['not its'] })

    expect((await withLogs(failure, 'shop', swarm)).logs).toEqual(['newer'])
  })

  it('that the failure brought along stay', async () => {
    const told = { ...failure, logs: ['said before'] }
    expect(await withLogs(told, 'shop', swarmWith([task()], { container1: ['later'] }))).toBe(told)
  })

  it.each<[string, readonly TaskState[], string]>([
    [
      'no container was made',
      [rejected('No such image: x')],
      'no container was made for it; its task is rejected: No s',
    ],
    ['Swarm has no task of it', [task({ service: 'shop_db' })], 'Swarm has no task of it'],
    ['nothing was deployed', [], 'nothing of the app was running'],
    ['it printed nothing', [task()], 'its container printed nothing'],
  ])('are said to be missing because %s', async (_, tasks, why) => {
    const { logs, noLogs } = await withLogs(failure, 'shop', swarmWith(tasks, { container1: [] }))

    expect(logs).toBeUndefined()
    expect(noLogs).toContain(why)
  })

  it('that cannot be read end no run', async () => {
    const swarm = { ...swarmWith([]), tasks: () => Promise.reject(new Error('Docker is gone')) }
    expect((await withLogs(failure, 'shop', swarm)).noLogs).toBe('they could not be read: Docker is gone')
  })
})
