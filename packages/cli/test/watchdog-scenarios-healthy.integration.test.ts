import { sendMessage } from '@cc-ci/loop-launcher'
import { expect, it, onTestFinished } from 'vitest'
import { WatchdogBed } from './watchdog-bed.js'

/** No idleness is long. */
const patient = { idle: { builder: 1e6, adversary: 1e6, other: 1e6 } }

it('quoted-error-decoy: an agent that quotes errors is healthy', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ scripts: { builder: '- quote-errors\n' } })
  const { pid, sessionId } = await bed.start()
  const end = bed.watch()
  await bed.toState('IDLE')
  await bed.pass(300)
  await end()

  expect(JSON.stringify(await bed.records())).toContain('cannot be modified')
  expect(bed.actions()).toEqual([])
  expect(bed.alerts()).toEqual([])
  expect(bed.states()).not.toContain('API_TROUBLE')
  expect(await bed.owners()).toMatchObject([{ pid, sessionId }])
})

it('stale-limit-in-scrollback: a limit that a success followed is over, though the screen still has it', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ scripts: { builder: '- limit +40s stop\n- turn ok\n' }, rules: patient })
  await bed.start()
  await bed.until('the limit is over', async () => {
    const limit = (await bed.records()).find(({ apiError }) => apiError === 'usage_limit_reached')
    const { resetsAt = Number.POSITIVE_INFINITY } = (limit?.quotaLimits ?? {}) as { resetsAt?: number }
    return Date.now() / 1000 > resetsAt + 1
  })
  await sendMessage(await bed.loop(), 'Go on.')
  await bed.until('it has answered', async () => (await bed.records()).at(-1)?.type !== 'user')
  const end = bed.watch()
  await bed.toState('IDLE')
  await bed.pass(300)
  await end()

  expect(bed.tmux('capture-pane', '-p', '-t', '=builder:')).toContain("You've hit your 5-hour limit")
  expect(bed.states()).not.toContain('LIMITED')
  expect(bed.actions()).toEqual([])
  expect(await bed.typed()).toHaveLength(2)
})

it('idle-all-night-not-killed: an idle agent is spoken to within its budget, and never restarted', async () => {
  const bed = new WatchdogBed(onTestFinished)
  const nudges = { perDay: 2 }
  await bed.prepare({ rules: { tick: 600, steady: 600, slow: 3600, nudges } })
  const { pid, sessionId } = await bed.start()
  const end = bed.watch()
  await bed.pass(8 * 3600)
  await end()

  expect(bed.actions().map(({ kind }) => kind)).toEqual(['nudge', 'nudge'])
  expect(bed.outcomes('nudge')).toEqual(['done', 'done'])
  expect(await bed.typed()).toHaveLength(3)
  expect(await bed.owners()).toMatchObject([{ pid, sessionId }])
  expect(bed.alerts().filter((key) => !key.startsWith('idle:'))).toEqual([])
  expect(bed.states().filter((state) => state !== 'IDLE' && state !== 'BUSY')).toEqual([])
})

it('45-min-tool-not-killed: a tool that runs for long is told, and neither ended nor typed to', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ scripts: { builder: '- tool 90h make test\n' }, rules: { tick: 60, steady: 60 } })
  const { pid, sessionId } = await bed.start()
  const end = bed.watch()
  await bed.pass(55 * 60)
  await end()

  expect(bed.states()).toEqual(['BUSY'])
  expect(bed.actions()).toEqual([])
  expect(bed.alerts()).toEqual(['long-turn:builder'])
  expect(await bed.owners()).toMatchObject([{ pid, sessionId, status: 'busy' }])
  expect(await bed.typed()).toHaveLength(1)
})

it('human-draft-in-composer: nothing is typed beside a draft, and once it is gone the agent is spoken to', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare()
  await bed.start()
  const screen = () => bed.tmux('capture-pane', '-p', '-t', '=builder:')
  bed.tmux('send-keys', '-t', '=builder:', '-l', 'half a thought')
  await bed.until('the draft is there', () => screen().includes('half a thought'))
  const end = bed.watch()
  await bed.leapUntil('people are told', () => bed.alerts().includes('draft:builder'))
  await bed.pass(300)
  expect(bed.actions()).toEqual([])
  expect(await bed.typed()).toHaveLength(1)
  expect(screen()).toContain('half a thought')

  bed.tmux('send-keys', '-t', '=builder:', 'C-u')
  await bed.leapUntil('it is spoken to', () => bed.outcomes('nudge').includes('done'))
  await end()
  expect((await bed.typed()).join('\n')).not.toContain('half a thought')
})

it('enter-swallowed-then-acked: an Enter that a paste swallows is pressed again, and the text is sent once', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ rules: { nudges: { perDay: 1 } } })
  await bed.start()
  let hasty = 1
  const { clock } = bed.world
  // Enter that comes within the burst of a paste is taken for a line end by the client.
  const sleep: typeof clock.sleep = (ms, signal) => clock.sleep(ms === 350 && hasty-- > 0 ? 1 : ms, signal)
  bed.world = { ...bed.world, clock: { now: () => clock.now(), monotonic: () => clock.monotonic(), sleep } }
  const end = bed.watch()
  await bed.leapUntil('it is spoken to', () => bed.outcomes('nudge').length > 0)
  await end()

  expect(hasty).toBeLessThan(1)
  expect(bed.outcomes('nudge')).toEqual(['done'])
  const [nudge] = bed.actions('nudge')
  const told = (await bed.typed()).filter((text) => text.includes(`[cc-ci:${nudge?.id}]`))
  expect(told).toHaveLength(1)
  const delivered = (await bed.loop()).journal.read().records.filter(({ event }) => event === 'delivered')
  expect(delivered).toHaveLength(2)
})
