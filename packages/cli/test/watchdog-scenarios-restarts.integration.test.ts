import { expect, it, onTestFinished } from 'vitest'
import { WatchdogBed } from './watchdog-bed.js'

const patient = { idle: { builder: 1e6, adversary: 1e6, other: 1e6 } }

it('frozen-spinner-killed-once: a busy agent whose screen stands still is ended once, and goes on', async () => {
  const bed = new WatchdogBed(onTestFinished)
  const builder = 'steps:\n  - [wait 160s, freeze]\nresumed:\n  - turn ok\n'
  await bed.prepare({ scripts: { builder }, rules: { ...patient, frozen: 240 } })
  const { pid, sessionId } = await bed.start()
  const end = bed.watch()
  await bed.leapUntil('it is restarted', () => bed.outcomes('restart').length > 0)
  await bed.toState('IDLE')
  await bed.pass(300)
  await end()

  expect(bed.actions()).toMatchObject([
    { kind: 'diagnose' },
    { kind: 'restart', counter: 'hung', conversation: 'resume' },
  ])
  expect(bed.outcomes('restart')).toEqual(['done'])
  expect(bed.states()).toContain('SUSPECT_HUNG')
  const owners = await bed.owners()
  expect(owners).toMatchObject([{ sessionId }])
  expect(owners[0]?.pid).not.toBe(pid)
})

it('poison-3-turns-fresh-session: the third failed turn of a kind ends the conversation, and a new one is told all', async () => {
  const bed = new WatchdogBed(onTestFinished)
  const builder = "- when: 'You take over'\n  do: turn ok I have looked\n- error 400-thinking\n"
  await bed.prepare({ scripts: { builder }, rules: { ...patient, nudges: { apart: 1 } } })
  const { sessionId } = await bed.start()
  const end = bed.watch()
  await bed.leapUntil('it is restarted', () => bed.outcomes('restart').length > 0)
  const old = await bed.records()
  await bed.toState('IDLE')
  await bed.pass(300)
  await end()

  expect(bed.actions()).toMatchObject([
    { kind: 'nudge', cause: 'trouble' },
    { kind: 'nudge', cause: 'trouble' },
    { kind: 'restart', counter: 'poisoned', conversation: 'fresh' },
  ])
  expect(bed.outcomes('restart')).toEqual(['done'])
  expect(bed.alerts()).toContain('poisoned:builder')
  const owners = await bed.owners()
  expect(owners).toHaveLength(1)
  expect(owners[0]?.sessionId).not.toBe(sessionId)
  const typed = await bed.typed()
  expect(typed).toHaveLength(4)
  expect(typed.at(-1)).toMatch(/You are builder[\s\S]*# You take over/)
  const now = (await bed.records()).filter((each) => each.sessionId === sessionId)
  expect(now).toEqual(old.filter((each) => each.sessionId === sessionId))
})

it('poison-2-then-success-no-action: two failed turns and a success are no lost conversation', async () => {
  const bed = new WatchdogBed(onTestFinished)
  const builder = '- error 400-thinking\n- error 400-thinking\n- turn ok\n'
  await bed.prepare({ scripts: { builder }, rules: { ...patient, nudges: { apart: 1 } } })
  const { pid, sessionId } = await bed.start()
  const end = bed.watch()
  await bed.leapUntil('it was told twice', () => bed.outcomes('nudge').length === 2)
  await bed.toState('IDLE')
  const before = bed.actions().length
  await bed.pass(300)
  await end()

  expect(bed.actions()).toHaveLength(before)
  expect(bed.actions().map(({ kind }) => kind)).toEqual(['nudge', 'nudge'])
  expect(bed.states()).not.toContain('POISONED')
  expect(await bed.owners()).toMatchObject([{ pid, sessionId }])
})

it('crash-loop-opens-circuit: after too many restarts none follows until its time is over, and then one', async () => {
  const bed = new WatchdogBed(onTestFinished)
  const builder = 'steps:\n  - turn ok\nresumed:\n  - exit 1\n'
  const restarts = { firstDelay: 1, longestDelay: 2, per30Minutes: 2, circuitOpen: 1900 }
  await bed.prepare({ scripts: { builder }, rules: { ...patient, restarts, tick: 30, steady: 30 } })
  const { pid, sessionId } = await bed.start()
  const end = bed.watch()
  await bed.toState('IDLE')
  process.kill(pid, 'SIGKILL')
  await bed.leapUntil('the circuit is open', () => bed.states().at(-1) === 'CIRCUIT_OPEN')
  const opened = bed.time.now().wall
  await bed.pass(600)
  expect(bed.actions().map(({ kind }) => kind)).toEqual(['restart', 'restart'])
  expect(bed.alerts().filter((key) => key === 'circuit:builder')).toHaveLength(1)

  await bed.leapUntil('one more is tried', () => bed.actions().length > 2)
  await bed.leapUntil('it is open again', () => bed.states().filter((each) => each === 'CIRCUIT_OPEN').length > 1)
  await bed.pass(600)
  await end()
  const [, , third, ...others] = bed.actions()
  expect(third?.at.wall).toBeGreaterThanOrEqual(opened + 1800)
  expect(others).toEqual([])
  const conversations = (await bed.records()).flatMap((each) => (each.sessionId === undefined ? [] : [each.sessionId]))
  expect(new Set(conversations)).toEqual(new Set([sessionId]))
  expect(await bed.owners()).toEqual([])
})
