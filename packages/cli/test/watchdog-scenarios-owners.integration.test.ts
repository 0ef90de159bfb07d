import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readStatus, startLoop } from '@cc-ci/loop-launcher'
import { expect, it, onTestFinished } from 'vitest'
import { WatchdogBed } from './watchdog-bed.js'

const patient = { idle: { builder: 1e6, adversary: 1e6, other: 1e6 }, orchestratorWake: 1e6 }

it('hand-launched-orchestrator-not-resumed: a session that a person resumed is only watched, and taken over after it', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ scripts: { orchestrator: '- turn ok\n' }, rules: patient })
  const { pid, sessionId } = await bed.start('orchestrator')
  process.kill(pid, 'SIGKILL')
  await bed.resumeByHand(sessionId, 'orchestrator')
  await bed.until('it runs by hand', async () => (await bed.owners('orchestrator')).length === 1)
  const end = bed.watch()
  await bed.leapUntil('people are told', () => bed.alerts().includes('foreign:orchestrator'))
  const [byHand] = await bed.owners('orchestrator')
  await bed.pass(300)
  expect(bed.actions()).toEqual([])
  expect(await bed.owners('orchestrator')).toMatchObject([{ pid: byHand?.pid, sessionId }])
  expect(await bed.typed('orchestrator')).toHaveLength(1)

  bed.endByHand()
  const ended = bed.time.now().wall
  await bed.leapUntil('it is taken over', () => bed.outcomes('restart').length > 0)
  await end()
  const [restart, ...others] = bed.actions('restart')
  expect(restart).toMatchObject({ conversation: 'resume' })
  expect(restart?.at.wall).toBeGreaterThanOrEqual(ended + 280)
  expect(others).toEqual([])
  expect(await bed.owners('orchestrator')).toMatchObject([{ sessionId }])
})

it('race-two-resumes-younger-dies: when a person resumes at the same moment, ours ends before it is told anything', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ rules: patient })
  const { pid, sessionId } = await bed.start()
  const { processes } = bed.world
  let raced = false
  const run: typeof processes.run = async (program, args, options) => {
    // After our last look at owners, and before our agent: that is the race.
    if (!raced && args.includes('new-session')) {
      raced = true
      await bed.resumeByHand(sessionId)
      await bed.until('it runs by hand', async () => (await bed.owners()).some((each) => each.pid !== pid))
    }
    return processes.run(program, args, options)
  }
  bed.world = { ...bed.world, processes: { ...processes, run } }
  const end = bed.watch()
  await bed.toState('IDLE')
  process.kill(pid, 'SIGKILL')
  await bed.leapUntil('it was tried', () => bed.outcomes('restart').length > 0)
  await bed.leapUntil('it is foreign', () => bed.states().at(-1) === 'FOREIGN')
  await bed.pass(300)
  await end()

  expect(raced).toBe(true)
  expect(bed.actions().map(({ kind }) => kind)).toEqual(['restart'])
  expect(bed.outcomes('restart')).toEqual(['refused'])
  const owners = await bed.owners()
  expect(owners).toMatchObject([{ sessionId }])
  expect(['off', 'ended', 'lost']).toContain((await readStatus(await bed.loop())).state)
  expect(await bed.typed()).toHaveLength(1)
  expect(bed.alerts()).toContain('foreign:builder')
})

it('reboot-resumes-once: after a boot each loop is started once, with its conversation', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ rules: patient })
  const { sessionId } = await bed.start()
  const before = bed.watch()
  await bed.toState('IDLE')
  await before()
  killAll(bed)
  bed.time.boot()
  bed.said.length = 0
  const end = bed.watch((world) => ({ ...world, commonSensors: world.commonSensors.map(booted) }))
  await bed.leapUntil('it is started', () => bed.outcomes('restart').length > 0)
  await bed.pass(300)
  await end()

  expect(bed.actions()).toMatchObject([{ kind: 'restart', counter: 'crash', conversation: 'resume' }])
  expect(bed.outcomes('restart')).toEqual(['done'])
  expect(await bed.owners()).toMatchObject([{ sessionId }])
})

it('tmux-server-gone-rebuild-once: a terminal server that is killed is there again, once, with every loop', async () => {
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ scripts: { builder: '- turn ok\n', adversary: '- turn ok\n' }, rules: patient })
  const started = await Promise.all(['builder', 'adversary'].map((name) => bed.start(name)))
  const end = bed.watch()
  await bed.until('both are seen', () => ['builder', 'adversary'].every((name) => bed.states(name).at(-1) === 'IDLE'))
  process.kill(Number(bed.tmux('display-message', '-p', '#{pid}')), 'SIGKILL')
  await bed.leapUntil('both are started', () => bed.outcomes('restart').length > 1)
  await bed.pass(300)
  await end()

  expect(
    bed
      .actions('restart')
      .map((action) => 'loop' in action && action.loop)
      .sort(),
  ).toEqual(['adversary', 'builder'])
  expect(bed.outcomes('restart')).toEqual(['done', 'done'])
  expect(bed.actions('rebuild-terminals').length).toBeLessThan(2)
  const owners = await bed.owners()
  expect(owners.map((each) => each.sessionId).sort()).toEqual(started.map((each) => each.sessionId).sort())
  expect(bed.tmux('list-sessions', '-F', '#{session_name}').trim().split('\n').sort()).toEqual(['adversary', 'builder'])
})

it('other-projects-untouched: healing one project ends nothing of another, whatever it looks like', async () => {
  const other = new WatchdogBed(onTestFinished)
  await other.prepare()
  const { pid: theirs, sessionId } = await startLoop(await other.loop())
  const foreign = join(other.folder, 'own.sock')
  const tmux = (...args: string[]) => execFileSync('tmux', ['-S', foreign, ...args], { encoding: 'utf8' })
  tmux('-f', '/dev/null', 'new-session', '-d', '-s', 'builder', 'sleep 1000')
  onTestFinished(() => void spawnSync('tmux', ['-S', foreign, 'kill-server']))
  const panes = () => tmux('list-panes', '-a', '-F', '#{session_name} #{pane_pid} #{pane_dead}')
  const before = panes()
  const bed = new WatchdogBed(onTestFinished)
  await bed.prepare({ rules: patient })
  const { pid } = await bed.start()
  const end = bed.watch()
  await bed.toState('IDLE')
  process.kill(pid, 'SIGKILL')
  await bed.leapUntil('ours is healed', () => bed.outcomes('restart').includes('done'))
  await bed.pass(300)
  await end()

  expect(await other.owners()).toMatchObject([{ pid: theirs, sessionId }])
  expect(panes()).toBe(before)
  expect(await other.typed()).toHaveLength(1)
  expect(bed.actions().map(({ kind }) => kind)).toEqual(['restart'])
})

/** As when the power fails: nobody reports anything. */
function killAll(bed: WatchdogBed): void {
  const server = Number(bed.tmux('display-message', '-p', '#{pid}'))
  const panes = bed.tmux('list-panes', '-a', '-F', '#{pane_pid}').trim().split('\n').map(Number)
  const agents = panes.flatMap((pid) =>
    spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).stdout.split('\n'),
  )
  for (const pid of [...panes, ...agents.filter(Boolean).map(Number), server]) process.kill(pid, 'SIGKILL')
}

type Sensor = Parameters<Parameters<WatchdogBed['watch']>[0] & object>[0]['commonSensors'][number]

/** The same host after another start. */
function booted(sensor: Sensor): Sensor {
  const look: Sensor['look'] = async (now) => {
    const seen = await sensor.look(now)
    if (seen.source !== 'host' || !seen.sensed.known) return seen
    return { ...seen, sensed: { ...seen.sensed, value: { ...seen.sensed.value, bootId: 'another' } } }
  }
  return { pace: sensor.pace, look }
}

it('trust-default-no: a question whose cursor stands on No is answered by nobody, and a person is called', async () => {
  const bed = new WatchdogBed(onTestFinished)
  const elsewhere = join(bed.folder, 'elsewhere')
  mkdirSync(elsewhere)
  const restarts = { firstDelay: 1, longestDelay: 2, per30Minutes: 2 }
  await bed.prepare({ rules: { ...patient, restarts }, before: ['env', `CLAUDE_CONFIG_DIR=${elsewhere}`] })
  await expect(bed.start()).rejects.toMatchObject({ code: 'AGENT_ASKS' })
  const end = bed.watch()
  await bed.leapUntil('a person is called', () =>
    bed.actions('alert').some((action) => action.kind === 'alert' && action.severity === 'page'),
  )
  await bed.pass(300)
  await end()

  expect(bed.actions('choose', 'nudge', 'interrupt')).toEqual([])
  expect(bed.actions('restart')).toEqual([])
  expect(
    existsSync(join(elsewhere, '.claude.json')) && readFileSync(join(elsewhere, '.claude.json'), 'utf8'),
  ).not.toContain('"hasTrustDialogAccepted":true')
  expect(await bed.typed()).toEqual([])
})
