import { expect, it, onTestFinished } from 'vitest'
import { WatchdogBed } from './watchdog-bed.js'

const patient = { idle: { builder: 1e6, adversary: 1e6, other: 1e6 } }

const resetOf = async (bed: WatchdogBed): Promise<number> => {
  const limit = (await bed.records()).find(({ quotaLimits }) => quotaLimits !== undefined)
  return (limit?.quotaLimits as { resetsAt: number } | undefined)?.resetsAt ?? Number.NaN
}

it('limit-auto-continue-no-nudge: a client that goes on by itself is not spoken to', async () => {
  const bed = new WatchdogBed(onTestFinished)
  const quick = { tick: 1, steady: 1 }
  await bed.prepare({ scripts: { builder: '- limit +160s auto\n- turn ok\n' }, rules: { ...patient, ...quick } })
  const { pid } = await bed.start()
  const end = bed.watch()
  await bed.until('it is limited', () => bed.states().at(-1) === 'LIMITED')
  await bed.until('it has gone on', () => bed.states().at(-1) === 'IDLE')
  await bed.pass(60)
  await end()

  expect(bed.actions()).toEqual([])
  expect(JSON.stringify(await bed.records())).toContain('auto-continuation')
  expect(await bed.typed()).toHaveLength(1)
  expect(await bed.owners()).toMatchObject([{ pid }])
})

it('limit-auto-continue-missed-one-nudge: one that promised to and does not hears one word, after its time', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ scripts: { builder: '- limit +40s missed\n- turn ok\n' }, rules: patient })
  const { pid } = await bed.start()
  const end = bed.watch()
  await bed.toState('LIMITED')
  await bed.leapUntil('it is spoken to', () => bed.outcomes('nudge').includes('done'))
  await bed.toState('IDLE')
  await bed.pass(300)
  await end()

  const [nudge, ...others] = bed.actions()
  expect(nudge).toMatchObject({ kind: 'nudge', cause: 'limit' })
  expect(nudge?.at.wall).toBeGreaterThanOrEqual((await resetOf(bed)) + 300)
  expect(others).toEqual([])
  expect(await bed.typed()).toHaveLength(2)
  expect(await bed.owners()).toMatchObject([{ pid }])
})

it('limit-host-slept: a limit that ended while the host slept gets one word, once ages are known again', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ scripts: { builder: '- limit +2h missed\n- turn ok\n' }, rules: patient })
  await bed.start()
  const end = bed.watch()
  await bed.toState('LIMITED')
  await bed.pass(30)
  bed.time.sleepHost(3 * 3_600_000)
  const woke = bed.time.now().wall
  await bed.leapUntil('it is spoken to', () => bed.outcomes('nudge').includes('done'))
  await bed.toState('IDLE')
  await bed.pass(300)
  await end()

  const [nudge, ...others] = bed.actions()
  expect(nudge).toMatchObject({ kind: 'nudge', cause: 'limit' })
  expect(nudge?.at.wall).toBeGreaterThanOrEqual(woke + 100)
  expect(others).toEqual([])
  expect(bed.states()).not.toContain('HUNG')
  expect(await bed.typed()).toHaveLength(2)
})

it('weekly-menu: the menu at a weekly limit is answered with waiting, and nothing is typed before its end', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ scripts: { builder: '- limit weekly +6d\n- turn ok\n' }, rules: patient })
  const { pid } = await bed.start()
  const end = bed.watch()
  await bed.leapUntil('the menu is answered', () => bed.outcomes('choose').length > 0)
  await bed.leapUntil('it is limited', () => bed.states().at(-1) === 'LIMITED')
  await bed.pass(600)
  await end()

  expect(bed.actions()).toMatchObject([{ kind: 'choose', label: 'Stop and wait for limit to reset' }])
  expect(bed.outcomes('choose')).toEqual(['done'])
  expect(bed.tmux('capture-pane', '-p', '-t', '=builder:')).not.toContain('Stop and wait')
  expect(await bed.typed()).toHaveLength(1)
  expect(await bed.owners()).toMatchObject([{ pid }])
})

it('auth-expired-no-restart-storm: who is not logged in is neither restarted nor spoken to, and people are told once', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ scripts: { builder: '- error login\n' } })
  const { pid } = await bed.start()
  const end = bed.watch()
  await bed.toState('AUTH_BLOCKED')
  await bed.pass(300)
  expect(await bed.owners()).toMatchObject([{ pid }])
  process.kill(pid, 'SIGKILL')
  await bed.pass(300)
  await end()

  expect(bed.actions()).toEqual([])
  expect(bed.alerts()).toEqual(['authentication:builder'])
  expect(await bed.typed()).toHaveLength(1)
  expect(await bed.owners()).toEqual([])
})
