import { describe, expect, it } from 'vitest'
import type { UpdateState } from '../ports/swarm.js'
import { decideConvergence, type Expectation } from './decide.js'
import { deployedAt, event, exits, notStarted, pending, rejected, service, task, view } from './stack-fixture.js'
import type { ConvergenceView } from './view.js'

const fresh: Expectation = { kind: 'fresh' }
const update = (state: UpdateState, startedAt = deployedAt) => ({ state, startedAt, message: `update ${state}` })
const after = (seconds: number) => deployedAt + seconds * 1_000

function failureIn(state: Partial<ConvergenceView>, expectation = fresh) {
  const decision = decideConvergence(view(state), expectation)
  return decision.kind === 'failed' ? `${decision.failure.class} ${decision.failure.code}` : decision.kind
}

describe('signs in the state of a task', () => {
  it.each([
    ['recipe IMAGE_MISSING', rejected('No such image: nginx:9.99')],
    ['infra DISK_FULL', rejected('write /data/overlay2/x-init/link: no space left on device')],
    ['infra PULL_LIMITED', rejected('toomanyrequests: You have reached your pull rate limit')],
    [
      'recipe BIND_SOURCE_MISSING',
      rejected('invalid mount config for type "bind": bind source path does not exist: /nonexistent/dir'),
    ],
    ['recipe MOUNT_INVALID', rejected('invalid mount target, must be an absolute path: v:/x')],
    ['recipe VOLUME_PLUGIN_MISSING', rejected('error looking up volume plugin nosuch: plugin "nosuch" not found')],
    ['infra ADDRESS_EXHAUSTED', rejected('could not find an available IP')],
    ['infra CLOCK_WRONG', rejected('x509: certificate has expired or is not yet valid: current time is before')],
    ['infra ADDRESS_EXHAUSTED', notStarted('no available IPv4 addresses on this network’s address pools: proxy (k1)')],
    ['recipe TASK_REJECTED', rejected('something new')],
    [
      'recipe BAD_COMMAND',
      notStarted('OCI runtime create failed: exec: "/nope": stat /nope: no such file or directory: unknown'),
    ],
    [
      'recipe CONFIG_TEMPLATE_FAILED',
      notStarted('unable to get config from config store: failed to expand templated config c: secret not found'),
    ],
    [
      'infra PORT_TAKEN',
      notStarted(
        'driver failed programming external connectivity: listen tcp4 0.0.0.0:28082: bind: address already in use',
      ),
    ],
    ['infra DISK_FULL', notStarted('OCI runtime create failed: mkdir /x: no space left on device')],
    ['infra START_FAILED', notStarted('subnet sandbox join failed for "10.0.1.0/24"')],
    ['recipe START_FAILED', notStarted('something new')],
    ['recipe UNSCHEDULABLE', pending('scheduling constraints not satisfied on 1 node')],
    ['recipe UNSCHEDULABLE', pending('missing plugin on 1 node')],
    ['recipe UNSCHEDULABLE', pending('host-mode port already in use on 1 node')],
    ['infra UNSCHEDULABLE', pending('1 node not available for new tasks')],
    ['app UNHEALTHY', task({ state: 'failed', error: 'task: non-zero exit (137): dockerexec: unhealthy container' })],
  ])('%s', (failure, sign) => {
    expect(failureIn({ tasks: [sign] })).toBe(failure)
    expect(failureIn({ tasks: [sign], baseline: new Set([sign.id]) }), 'a task of an earlier deploy').toBe('waiting')
    expect(failureIn({ tasks: [{ ...sign, desiredState: 'remove' }] }), 'a task of a removed stack').toBe('waiting')
  })

  it('no node may run a global service: 0 of 0 tasks is not converged', () => {
    const services = [service({ mode: 'global', desired: 0 })]
    expect(failureIn({ services, now: after(4.9) })).toBe('waiting')
    expect(failureIn({ services, now: after(5) })).toBe('recipe UNSCHEDULABLE')
  })

  it.each([
    ['infra RESOURCES_SHORT', pending('insufficient resources on 1 node')],
    ['infra ADDRESS_EXHAUSTED', task({ state: 'new', container: undefined })],
  ])('%s, D-05: only after 30 s', (failure, sign) => {
    expect(failureIn({ tasks: [sign], now: sign.createdAt + 29_900 })).toBe('waiting')
    expect(failureIn({ tasks: [sign], now: sign.createdAt + 30_000 })).toBe(failure)
  })

  it('R-07: a host port that the old task of a stop-first update still holds is waited for', () => {
    const wanting = pending('host-mode port already in use on 1 node')
    const old = task({ id: 'old' })

    expect(failureIn({ tasks: [wanting, { ...old, desiredState: 'shutdown' }] })).toBe('waiting')
    expect(failureIn({ tasks: [wanting, old] }), 'start-first: it never lets go').toBe('recipe UNSCHEDULABLE')
  })

  it('R-07: Swarm needs a moment to see that the old task has let go of its host port', () => {
    const wanting = pending('host-mode port already in use on 1 node')
    const gone = task({ id: 'old', state: 'shutdown', desiredState: 'shutdown', since: after(3) })

    expect(failureIn({ tasks: [wanting, gone], now: after(3.3) })).toBe('waiting')
    expect(failureIn({ tasks: [wanting, gone], now: after(13) }), 'somebody else has it').toBe('recipe UNSCHEDULABLE')
  })
})

describe('signs in the events', () => {
  it.each([
    ['app OOM_KILLED', [event('oom')]],
    ['app UNHEALTHY', [event('unhealthy')]],
    ['waiting', [event('kill'), { ...event('unhealthy'), at: after(4) }]],
    ['waiting', [event('start'), event('healthy'), event('kill')]],
  ])('%s', (failure, events) => {
    expect(failureIn({ events })).toBe(failure)
    expect(failureIn({ events, baseline: new Set(['task1']) }), 'of an earlier deploy').toBe('waiting')
  })

  it.each([
    ['the first exits may be a database not ready yet', 'any', undefined, [1, 1], 'waiting'],
    ['H-05: the third exit with one code', 'any', undefined, [1, 1, 1], 'app CRASH_LOOP'],
    ['exit 0 is no better', 'any', undefined, [0, 0, 0], 'app CRASH_LOOP'],
    ['other codes in between', 'any', undefined, [1, 2, 1, 2], 'waiting'],
    ['other codes in between, then a third', 'any', undefined, [1, 2, 1, 2, 1], 'app CRASH_LOOP'],
    ['no restart is allowed', 'none', undefined, [1], 'app CRASH_LOOP'],
    ['one restart is allowed and left', 'on-failure', 1, [1], 'waiting'],
    ['one restart was allowed', 'on-failure', 1, [1, 2], 'app CRASH_LOOP'],
    ['a good end that is not restarted is another rule', 'on-failure', 1, [1, 0], 'waiting'],
  ] as const)('crash loop: %s', (_, condition, maxAttempts, codes, decision) => {
    const services = [service({ restart: { condition, maxAttempts } })]
    expect(failureIn({ services, events: exits(...codes) })).toBe(decision)
  })

  it('exits of two slots are not added up, nor those that were asked for', () => {
    const inOtherSlot = exits(1, 1, 1)
      .slice(2)
      .map((exit) => ({ ...exit, slot: '2' }))
    const killed = { ...event('kill', 'task3', 'container3') }

    expect(failureIn({ events: [...exits(1, 1), ...inOtherSlot] })).toBe('waiting')
    expect(failureIn({ events: [killed, ...exits(1, 1, 1)] })).toBe('waiting')
  })

  it('exits whose events were missed are taken from the tasks', () => {
    const failed = (id: string) => task({ id, state: 'failed', exitCode: 1, error: 'task: non-zero exit (1)' })

    expect(failureIn({ events: exits(1), tasks: [failed('task1'), failed('task2')] })).toBe('waiting')
    expect(failureIn({ events: exits(1), tasks: [failed('task1'), failed('task2'), failed('task3')] })).toBe(
      'app CRASH_LOOP',
    )
  })
})

describe('B-08: a stranded service', () => {
  const complete = task({ state: 'complete', desiredState: 'shutdown', exitCode: 0 })
  const onFailure = service({ restart: { condition: 'on-failure', maxAttempts: undefined } })

  it.each([
    ['ended well and is not restarted', { services: [onFailure], tasks: [complete] }, 'recipe STRANDED'],
    [
      'also when an earlier deploy began it',
      { services: [onFailure], tasks: [complete], baseline: new Set(['task1']) },
      'recipe STRANDED',
    ],
    ['not if it is restarted', { services: [service()], tasks: [complete] }, 'waiting'],
    [
      'not if the next task is on its way',
      { services: [onFailure], tasks: [complete, task({ id: 'task2', state: 'preparing' })] },
      'waiting',
    ],
    [
      'not during an update',
      { services: [{ ...onFailure, update: update('updating') }], tasks: [complete] },
      'waiting',
    ],
    ['not if it is a job', { services: [{ ...onFailure, mode: 'job' }], tasks: [complete] }, 'converged'],
  ] as const)('%s', (_, state, decision) => {
    expect(failureIn(state)).toBe(decision)
  })
})
