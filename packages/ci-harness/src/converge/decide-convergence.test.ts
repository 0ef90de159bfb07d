import { describe, expect, it } from 'vitest'
import type { UpdateState } from '../ports/swarm.js'
import { decideConvergence, type Expectation } from './decide.js'
import { deployedAt, exits, service, task, view } from './stack-fixture.js'
import type { ConvergenceView } from './view.js'

const fresh: Expectation = { kind: 'fresh' }
const over = (templateHash: string, updateStartedAt?: number): Expectation => ({
  kind: 'redeploy',
  before: { shop_app: { templateHash, updateStartedAt } },
})
const update = (state: UpdateState, startedAt = deployedAt) => ({ state, startedAt, message: `update ${state}` })
const after = (seconds: number) => deployedAt + seconds * 1_000

function failureIn(state: Partial<ConvergenceView>, expectation = fresh) {
  const decision = decideConvergence(view(state), expectation)
  return decision.kind === 'failed' ? `${decision.failure.class} ${decision.failure.code}` : decision.kind
}

describe('convergence of a first deploy', () => {
  it.each<[string, Partial<ConvergenceView>, string]>([
    ['there is no service yet', { services: [] }, 'no service yet'],
    ['there is no task yet', {}, 'app: no task yet'],
    [
      'a health check runs',
      { services: [service({ hasHealthcheck: true })], tasks: [task({ state: 'starting' })] },
      'app: starting (health check)',
    ],
    [
      'one of several is missing',
      {
        services: [service({ desired: 2 }), service({ name: 'shop_db' })],
        tasks: [task(), task({ id: 'task2', slot: '2', state: 'preparing' }), task({ id: 'db', service: 'shop_db' })],
      },
      'app 1/2: preparing (pulls the image if it is not here), db 1/1',
    ],
    ['a task runs that is to stop', { tasks: [task({ desiredState: 'shutdown' })] }, 'app: no task yet'],
    [
      'it comes back after an exit',
      { events: exits(7), tasks: [task({ id: 'task2', state: 'ready' })] },
      'app: being started after an exit with code 7',
    ],
    [
      'it has just come back',
      { events: exits(7), tasks: [task({ id: 'task2', since: after(6) })] },
      'app: restarted after an exit, has to stay up for 5 s',
    ],
    [
      'a global service was just made',
      { services: [service({ mode: 'global', desired: 0 })], now: after(1) },
      'app: no task yet',
    ],
    ['a job still works', { services: [service({ mode: 'job' })], tasks: [task()] }, 'app: no task yet'],
  ])('waits while %s', (_, state, waitingFor) => {
    expect(decideConvergence(view(state), fresh)).toMatchObject({ kind: 'waiting', waitingFor })
  })

  it.each<[string, Partial<ConvergenceView>]>([
    ['every task runs', { tasks: [task()] }],
    ['nothing is wanted', { services: [service({ desired: 0 })] }],
    ['it has stayed up for 5 s after an exit', { events: exits(7), tasks: [task({ id: 'task2', since: after(5) })] }],
    [
      'a job is complete',
      { services: [service({ mode: 'job' })], tasks: [task({ state: 'complete' })], events: exits(0) },
    ],
    [
      'an update stopped long ago: it never moves again',
      { services: [service({ update: update('paused') })], tasks: [task()] },
    ],
  ])('is reached when %s', (_, state) => {
    expect(decideConvergence(view(state), fresh)).toEqual({ kind: 'converged' })
  })
})

describe('convergence of a redeploy', () => {
  const old = task({ id: 'old', taskHash: 'task1' })
  const baseline = new Set(['old'])
  const swapped = [task(), { ...old, state: 'shutdown', desiredState: 'shutdown' }]

  it.each<[string, Partial<ConvergenceView>, Expectation, string]>([
    ['R-03: the old task is still N/N', { tasks: [old], baseline }, over('template1'), 'waiting'],
    [
      '… also when an earlier update is completed',
      { services: [service({ update: update('completed', 5) })], tasks: [old], baseline },
      over('template1', 5),
      'waiting',
    ],
    [
      'the update is in flight',
      { services: [service({ update: update('updating') })], tasks: swapped, baseline },
      over('template1', 5),
      'waiting',
    ],
    [
      'the update is completed',
      { services: [service({ update: update('completed') })], tasks: swapped, baseline },
      over('template1', 5),
      'converged',
    ],
    [
      '… but an old task stands in for the new',
      { services: [service({ update: update('completed') })], tasks: [old], baseline },
      over('template1', 5),
      'waiting',
    ],
    [
      'nothing changed: done at once',
      { tasks: [{ ...old, taskHash: 'task2' }], baseline },
      over('template2', 5),
      'converged',
    ],
    [
      'only placement changed, within the grace',
      { tasks: [{ ...old, taskHash: 'task2' }], baseline, now: after(29) },
      over('template1'),
      'waiting',
    ],
    [
      'only placement changed, after the grace',
      { tasks: [{ ...old, taskHash: 'task2' }], baseline, now: after(30) },
      over('template1'),
      'converged',
    ],
    ['the service is new', { tasks: [task()] }, { kind: 'redeploy', before: {} }, 'converged'],
    [
      'R-06: paused',
      { services: [service({ update: update('paused') })], tasks: [old], baseline },
      over('template1', 5),
      'app UPDATE_PAUSED',
    ],
    [
      'paused before and untouched',
      { services: [service({ update: update('paused', 5) })], tasks: [old], baseline },
      over('template2', 5),
      'converged',
    ],
    [
      'R-01: a rollback has started',
      { services: [service({ update: update('rollback_started') })], tasks: [old], baseline },
      over('template2', 5),
      'app UPDATE_ROLLED_BACK',
    ],
    [
      'R-01: a rollback is over, the template the old one',
      { services: [service({ update: update('rollback_completed') })], tasks: [old], baseline },
      over('template2', 5),
      'app UPDATE_ROLLED_BACK',
    ],
    [
      'a rollback stands still',
      { services: [service({ update: update('rollback_paused') })], tasks: [old], baseline },
      over('template1', 5),
      'app UPDATE_ROLLED_BACK',
    ],
  ])('%s', (_, state, expectation, decision) => {
    expect(failureIn(state, expectation)).toBe(decision)
  })

  it('R-06: names the service as in the compose file, why the new task ended, and the remedy', () => {
    const culprit = task({ state: 'failed', error: 'task: non-zero exit (5)', exitCode: 5 })
    const state = { services: [service({ update: update('paused') })], tasks: [old, culprit], baseline }

    expect(decideConvergence(view(state), over('template1', 5))).toMatchObject({
      failure: {
        service: 'app',
        container: 'container1',
        evidence: 'app: update paused; the new task ended with "task: non-zero exit (5)"',
        hint: expect.stringContaining('monitor: 300s'),
      },
    })
  })
})
