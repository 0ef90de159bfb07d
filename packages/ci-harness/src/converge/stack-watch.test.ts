import { CcCiError } from '@cc-ci/kernel'
import { ManualClock } from '@cc-ci/kernel/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import type { StackState, Swarm, SwarmEvent } from '../ports/swarm.js'
import { event, exits, pending, rejected, service, task } from './stack-fixture.js'
import { StackWatch } from './stack-watch.js'

const silent = new CcCiError('DOCKER_UNREACHABLE', 'No Docker daemon answers.')
const running: StackState = { services: [service()], tasks: [task()] }
const starting: StackState = { services: [service()], tasks: [task({ state: 'starting' })] }

type Look = StackState | Error | { readonly meanwhile: () => void; readonly seen: StackState }

let clock: ManualClock
let looks: Look[]
let listeners: { tell: (event: SwarmEvent) => void; lose: () => void }[]
let full: boolean | undefined

beforeEach(() => {
  clock = new ManualClock()
  looks = []
  listeners = []
  full = false
})

/** Each look takes the next answer of the script; the last one stays. */
const swarm = {
  async stackState() {
    const look = looks.length > 1 ? looks.shift() : looks[0]
    if (look instanceof Error) throw look
    if (look === undefined || !('meanwhile' in look)) return look ?? none
    look.meanwhile()
    return look.seen
  },
  async watch(_: string, tell: (event: SwarmEvent) => void, lost: (why: Error) => void) {
    listeners.push({ tell, lose: () => lost(new Error('closed')) })
    return { close: () => {} }
  },
  logs: async (container: string) => [`log of ${container}`],
  inspectContainer: async () => ({
    running: false,
    exitCode: 3,
    oomKilled: false,
    healthLog: ['no'],
    mounts: [],
    env: {},
  }),
} satisfies Partial<Swarm> as unknown as Swarm

async function open(...script: typeof looks): Promise<StackWatch> {
  looks = script
  const watch = new StackWatch('shop', { swarm, clock, diskIsFull: async () => full })
  await watch.open()
  return watch
}

const none: StackState = { services: [], tasks: [] }
const wait = { expectation: { kind: 'fresh' }, budgetMs: 10_000 } as const
const tell = (...events: readonly SwarmEvent[]) => {
  for (const each of events) listeners.at(-1)?.tell(each)
}

const passASecondAnd = (happens: () => void) => {
  clock.advance(1_000)
  happens()
}

describe('StackWatch', () => {
  it('tells what it waits for once per change, and how much of the budget it took', async () => {
    const watch = await open(none, starting, starting, running)
    const told: string[] = []

    const outcome = await watch.waitUntilConverged({ ...wait, onWait: (what) => told.push(what) })

    expect(outcome).toEqual({ kind: 'converged', seconds: 0.2, budgetUsed: 0.02 })
    expect(told).toEqual(['app: starting'])
  })

  it('decides at the deciding exit, with the last log lines of that container', async () => {
    const watch = await open(none, { meanwhile: () => tell(...exits(3, 3, 3)), seen: starting })

    expect(await watch.waitUntilConverged(wait)).toMatchObject({
      kind: 'failed',
      seconds: 0,
      failure: { code: 'CRASH_LOOP', logs: ['log of container3'], exitCode: 3, oomKilled: false },
    })
  })

  it.each([
    [true, 'infra', 'DISK_FULL'],
    [false, 'recipe', 'IMAGE_MISSING'],
    [undefined, 'recipe', 'IMAGE_MISSING'],
  ])('D-01: "No such image" is believed only after a look at the disk (full: %s)', async (isFull, faultClass, code) => {
    full = isFull
    const watch = await open(none, { services: [service()], tasks: [rejected('No such image: shop:2')] })

    expect(await watch.waitUntilConverged(wait)).toMatchObject({ failure: { class: faultClass, code } })
  })

  it('H-05: says that memory ran out even while Docker does not know yet what ended the container', async () => {
    const watch = await open(none, { meanwhile: () => tell(event('oom')), seen: starting })

    expect(await watch.waitUntilConverged(wait)).toMatchObject({ failure: { code: 'OOM_KILLED', oomKilled: true } })
  })

  it('R-13: a transient error of Docker does not end the wait', async () => {
    const watch = await open(none, silent, silent, running)

    expect(await watch.waitUntilConverged(wait)).toMatchObject({ kind: 'converged' })
  })

  it('R-13: what was seen before Docker fell silent is never called converged', async () => {
    const watch = await open(running, silent)

    expect(await watch.waitUntilConverged(wait)).toMatchObject({
      failure: { class: 'infra', code: 'DOCKER_UNREACHABLE', evidence: expect.stringContaining(silent.message) },
    })
  })

  it('opens a lost stream of events again', async () => {
    const watch = await open(
      none,
      { meanwhile: () => listeners[0]?.lose(), seen: starting },
      { meanwhile: () => tell(event('unhealthy')), seen: starting },
    )

    expect(await watch.waitUntilConverged(wait)).toMatchObject({ failure: { code: 'UNHEALTHY' } })
    expect(listeners).toHaveLength(2)
  })

  it.each([
    ['dead', starting, 'dead, nothing moved for 10 s'],
    ['slow', { meanwhile: () => passASecondAnd(() => tell(event('healthy'))), seen: starting }, 'slow, still moving'],
  ])('R-13: says whether a stack that was not done in time is %s', async (_, look, how) => {
    const watch = await open(none, look)

    expect(await watch.waitUntilConverged(wait)).toMatchObject({
      failure: { class: 'app', code: 'NOT_CONVERGED', service: 'app', evidence: expect.stringContaining(how) },
    })
  })

  it('waits no longer than its budget for resources, and no longer than 30 s in a longer one', async () => {
    const short = { services: [service()], tasks: [pending('insufficient resources on 1 node')] }
    const watch = await open(none, short)

    expect(await watch.waitUntilConverged(wait)).toMatchObject({ failure: { code: 'NOT_CONVERGED' } })
    const next = await open(none, short)
    expect(await next.waitUntilConverged({ ...wait, budgetMs: 600_000 })).toMatchObject({
      failure: { code: 'RESOURCES_SHORT' },
    })
  })

  it('ends with the reason of the cancellation', async () => {
    const watch = await open(none, starting)
    const cancel = new AbortController()
    const stopped = watch.waitUntilConverged({ ...wait, signal: cancel.signal, onWait: () => cancel.abort('enough') })

    await expect(stopped).rejects.toBe('enough')
  })

  it('after convergence tells of a failure at once, and lists exits since a mark', async () => {
    const watch = await open(none, running)
    await watch.waitUntilConverged(wait)
    expect(await watch.failureNow()).toBeUndefined()
    const mark = await watch.mark()
    tell(...exits(9))

    expect(await watch.exitsSince(mark)).toMatchObject([{ service: 'shop_app', exitCode: 9 }])
    expect(await watch.exitsSince(await watch.mark())).toEqual([])
    expect(await watch.failureNow()).toBeUndefined()
    tell(event('unhealthy'))
    expect(await watch.failureNow()).toMatchObject({
      code: 'UNHEALTHY',
      evidence: 'app: failed its health check: "no"',
    })
  })
})
