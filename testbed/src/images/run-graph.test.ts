import { expect, it } from 'vitest'
import { runGraph } from './run-graph.js'

/** Jobs that record when they start and end, and how many ran at once. */
function recorder() {
  const log: string[] = []
  let running = 0
  let most = 0
  const job = (id: string, ...after: string[]) => ({
    id,
    after,
    run: async () => {
      most = Math.max(most, ++running)
      log.push(`start ${id}`)
      await new Promise(setImmediate)
      log.push(`end ${id}`)
      running--
    },
  })
  return { log, job, most: () => most }
}

it('starts a job only when those it needs are done, and never more at once than allowed', async () => {
  const { log, job, most } = recorder()
  await runGraph([job('app', 'node'), job('node', 'base'), job('base'), job('db', 'base'), job('cache', 'base')], 2)
  expect(log.indexOf('start node')).toBeGreaterThan(log.indexOf('end base'))
  expect(log.indexOf('start app')).toBeGreaterThan(log.indexOf('end node'))
  expect(log.filter((line) => line.startsWith('end'))).toHaveLength(5)
  expect(most()).toBe(2)
})

it('takes a job that is not in the list as done', async () => {
  const { log, job } = recorder()
  await runGraph([job('app', 'somewhere else')], 2)
  expect(log).toEqual(['start app', 'end app'])
})

it('ends with the first failure and starts nothing that needed it', async () => {
  const { log, job } = recorder()
  const broken = { id: 'base', after: [], run: () => Promise.reject(new Error('no space left')) }
  await expect(runGraph([broken, job('app', 'base')], 2)).rejects.toThrow('no space left')
  expect(log).toEqual([])
})

it('says which jobs wait for each other instead of ending quietly', async () => {
  const { job } = recorder()
  await expect(runGraph([job('a', 'b'), job('b', 'a')], 2)).rejects.toThrow('wait for each other: a, b')
})
