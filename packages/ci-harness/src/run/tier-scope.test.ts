import { join } from 'node:path'
import type { FaultClass } from '@cc-ci/contracts/run-result'
import { CcCiError, type Clock } from '@cc-ci/kernel'
import { ManualClock, temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Journal } from './journal.js'
import type { RunContext } from './run-context.js'
import { newRunRecord } from './run-record.js'
import { SecretMask } from './secret-mask.js'
import { runTier, type TierScope } from './tier-scope.js'

function world(operator: Readonly<Record<string, string>> = {}) {
  const clock = new ManualClock()
  const mask = new SecretMask()
  const record = newRunRecord()
  const cancel = new AbortController()
  const events: string[] = []
  const journal = new Journal({
    ...{ runId: '1', clock, mask: mask.mask, file: join(temporaryFolder(onTestFinished), 'events.jsonl') },
    listener: (event) => {
      if (/^t/.test(event.type)) events.push([event.type, ...('status' in event ? [event.status] : [])].join(' '))
    },
  })
  const request = { operator } as RunContext['request']
  const context = {
    request,
    journal,
    record,
    mask,
    world: { clock: clock as Clock },
    signal: cancel.signal,
  } as RunContext
  const run = (body: (scope: TierScope) => Promise<void>) => runTier(context, 'install', body)
  return { clock, mask, record, cancel, events, run, stage: () => record.stages[0] }
}

const failure = (faultClass: FaultClass) => ({ class: faultClass, code: 'X', evidence: `fault of ${faultClass}` })
const passes = async () => undefined

describe('a check', () => {
  it('passes, with the time it took', async () => {
    const { run, clock, stage, events, record } = world()
    const passed = await run(async (scope) => {
      expect(await scope.check('It runs', async () => clock.sleep(1_234).then(() => undefined))).toBe(true)
    })

    expect([passed, record.failures]).toEqual([true, []])
    expect(stage()).toEqual({
      name: 'install',
      status: 'pass',
      seconds: 1.23,
      tests: [
        {
          ...{ id: 'install/generic/It runs', name: 'It runs', origin: 'generic', file: null, flaky: false },
          ...{ status: 'pass', seconds: 1.23, message: null },
        },
      ],
    })
    expect(events).toEqual(['tier.started', 'test.finished pass', 'tier.finished pass'])
  })

  it.each<[string, () => Promise<ReturnType<typeof failure>>, 'fail' | 'error', object]>([
    ['a fault of the recipe', async () => failure('recipe'), 'fail', { class: 'recipe', code: 'X' }],
    ['a fault of the app', async () => failure('app'), 'fail', { class: 'app' }],
    ['a fault of the host', async () => failure('infra'), 'error', { class: 'infra' }],
    ['a fault of ours', async () => failure('harness'), 'error', { class: 'harness' }],
    [
      'bad input that throws',
      () => Promise.reject(new CcCiError('BAD_LABEL', 'fault of label', { exitCode: 2, hint: 'Mend it.' })),
      'fail',
      { class: 'recipe', code: 'BAD_LABEL', hint: 'Mend it.' },
    ],
    [
      'a “could not judge” that throws',
      () => Promise.reject(new CcCiError('DOCKER_UNREACHABLE', 'fault of Docker')),
      'error',
      { class: 'infra', code: 'DOCKER_UNREACHABLE' },
    ],
  ])('does not pass with %s, and the next one runs', async (_, work, status, expected) => {
    const { run, record, stage } = world()
    const passed = await run(async (scope) => {
      expect(await scope.check('It runs', work)).toBe(false)
      expect(await scope.check('Another', passes)).toBe(true)
    })

    expect(passed).toBe(false)
    expect(stage()).toMatchObject({ status, tests: [{ status, message: expect.stringMatching(/^fault of/) }, {}] })
    expect(record.failures).toEqual([{ tier: 'install', failure: expect.objectContaining(expected) }])
  })

  it('X-05: does not show a secret in its message', async () => {
    const { run, mask, stage } = world()
    mask.add('hunter2!')
    await run(async (scope) => {
      await scope.check('It runs', async () => ({ ...failure('app'), evidence: 'log: hunter2!' }))
    })

    expect(stage()?.tests[0]?.message).toBe('log: ***')
  })
})

describe('a tier', () => {
  it.each([
    ['skip', []],
    ['pass', ['pass', 'skip']],
    ['skip', ['skip']],
    ['fail', ['pass', 'fail', 'skip']],
    ['error', ['fail', 'error']],
  ] as const)('is %s with tests that were %j', async (status, tests) => {
    const { run, stage } = world()
    await run(async (scope) => {
      for (const each of tests) scope.add({ name: each, origin: 'ours', status: each, seconds: 0, message: null })
    })

    expect(stage()?.status).toBe(status)
  })

  it.each([
    ['fail', new CcCiError('BAD_LABEL', 'bad', { exitCode: 2 }), 'recipe'],
    ['error', new CcCiError('DOCKER_UNREACHABLE', 'bad'), 'infra'],
  ] as const)('that throws is a %s of its own test', async (status, error, faultClass) => {
    const { run, stage, record, events } = world()
    const passed = await run(async (scope) => {
      await scope.check('It runs', passes)
      throw error
    })

    expect(passed).toBe(false)
    expect(stage()?.tests.at(-1)).toMatchObject({ name: 'The install tier runs to its end', status, message: 'bad' })
    expect(record.failures).toMatchObject([{ tier: 'install', failure: { class: faultClass, code: error.code } }])
    expect(events.at(-1)).toBe(`tier.finished ${status}`)
  })
})

describe('an interrupted tier', () => {
  it.each([
    [
      'within a check',
      async (scope: TierScope, stop: () => never) => void (await scope.check('x', async () => stop())),
    ],
    ['between two checks', async (_: TierScope, stop: () => never) => stop()],
  ])('is not passed, whatever passed before: cancelled %s', async (_, end) => {
    const { run, cancel, stage, record } = world()
    const stop = (): never => {
      cancel.abort(new Error('cancelled'))
      throw new CcCiError('PROCESS_ABORTED', 'x')
    }
    const running = run(async (scope) => {
      await scope.check('It runs', passes)
      await end(scope, stop)
    })

    await expect(running).rejects.toMatchObject({ code: 'PROCESS_ABORTED' })
    expect(stage()?.status).toBe('error')
    expect(record.failures).toEqual([])
  })

  it('makes no further check', async () => {
    const { run, cancel, stage } = world()
    const seen: string[] = []
    const running = run(async (scope) => {
      cancel.abort(new Error('cancelled'))
      await scope.check('x', async () => void seen.push('ran'))
    })

    await expect(running).rejects.toThrow('cancelled')
    expect([seen, stage()?.status]).toEqual([[], 'error'])
  })

  it('is not passed either when our own code is broken', async () => {
    const { run, stage } = world()
    const running = run(async (scope) => {
      await scope.check('It runs', passes)
      throw new TypeError('x is not a function')
    })

    await expect(running).rejects.toThrow(TypeError)
    expect(stage()).toMatchObject({
      status: 'error',
      tests: [{ status: 'pass' }, { message: expect.stringContaining('x is not') }],
    })
  })
})

describe('an assertion of the generic floor', () => {
  it.each([{}, { CC_CI_SKIP_GENERIC_UPGRADE: '1' }])('is a check like any other: %o', async (operator) => {
    const { run, stage } = world(operator)
    await run(async (scope) => void (await scope.assert('It serves', async () => failure('app'))))

    expect(stage()?.tests.map(({ status }) => status)).toEqual(['fail'])
  })

  it.each(['CC_CI_SKIP_GENERIC', 'CCCI_SKIP_GENERIC', 'CC_CI_SKIP_GENERIC_INSTALL', 'CCCI_SKIP_GENERIC_INSTALL'])(
    'is left out by %s, which it says, and no operation is',
    async (variable) => {
      const { run, stage } = world({ [variable]: '1' })
      await run(async (scope) => {
        expect(await scope.assert('It serves', async () => failure('app'))).toBe(true)
        expect(await scope.check('It deploys', async () => failure('app'))).toBe(false)
      })

      expect(stage()?.tests.map(({ status, message }) => [status, message])).toEqual([
        ['skip', `left out by ${variable}`],
        ['fail', 'fault of app'],
      ])
    },
  )
})
