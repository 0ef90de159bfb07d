import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { holdLoop } from '@cc-ci/loop-launcher'
import { captureOutput } from '@oclif/test'
import { expect, it, onTestFinished } from 'vitest'
import { writeBrief } from '../../watchdog/src/act/write-brief.js'
import WatchdogRun from '../src/commands/watchdog/run.js'
import WatchdogStatus from '../src/commands/watchdog/status.js'
import { LoopsOfWorkspace } from '../src/watchdog/control-loops.js'
import { runWatch } from '../src/watchdog/run-watch.js'
import { patience, WatchBed } from './watch-bed.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const openBed = () => new WatchBed(onTestFinished)

/** Ids of the actions of that kind that were begun. */
const intents = (bed: WatchBed, kind: string) =>
  bed.journal().flatMap((line) => (line.kind === 'intended' && line.action.kind === kind ? [line.action.id] : []))

/** How they ended. */
const done = (bed: WatchBed, kind: string) => {
  const ids = intents(bed, kind)
  return bed
    .journal()
    .flatMap((line) => (line.kind === 'finished' && ids.includes(line.result.actionId) ? [line.result.outcome] : []))
}

it('W-13: an agent that is killed is started again, and goes on with its conversation', async () => {
  const bed = openBed()
  await bed.prepare()
  const { pid, sessionId } = await bed.start()
  const end = bed.watch(onTestFinished)
  await expect.poll(() => bed.said.join('\n'), patience).toContain('IDLE')
  process.kill(pid, 'SIGKILL')

  await expect.poll(() => done(bed, 'restart'), patience).toEqual(['done'])
  await end()
  const loop = await bed.loop()
  expect(loop.client.liveRecords()).toMatchObject([{ sessionId }])
  expect(await bed.typed()).toMatchObject([
    expect.stringContaining('You are builder.'),
    expect.stringContaining('started again'),
  ])
})

it('a loop that somebody holds is left alone, whatever happens to its agent', async () => {
  const bed = openBed()
  await bed.prepare()
  const { pid } = await bed.start()
  await holdLoop(await bed.loop(), 'somebody looks at it')
  process.kill(pid, 'SIGKILL')
  const end = bed.watch(onTestFinished)
  await expect.poll(() => bed.journal().filter(({ kind }) => kind === 'ticked').length, patience).toBeGreaterThan(6)
  await end()

  expect(bed.said.join('\n')).toMatch(/builder: \w+ → HELD: it is held: somebody looks at it/)
  expect(bed.journal().filter(({ kind }) => kind === 'intended')).toEqual([])
})

it('watchdog-killed-mid-restart: a watchdog that is killed between intent and result does it once, and the next one finds what came of it', async () => {
  const bed = openBed()
  await bed.prepare({ script: 'start: wait 60s\nsteps:\n  - turn ok\n' })
  const { pid, sessionId } = await bed.start()
  process.kill(pid, 'SIGKILL')
  const first = bed.watchApart(onTestFinished)
  await expect.poll(() => intents(bed, 'restart'), patience).toHaveLength(1)
  const loop = await bed.loop()
  const starts = () => loop.journal.read().records.filter(({ event }) => event === 'started').length
  await expect.poll(starts, patience).toBe(2)
  first.kill('SIGKILL')
  await expect.poll(() => first.signalCode, patience).toBe('SIGKILL')

  const end = bed.watch(onTestFinished)
  await expect.poll(() => done(bed, 'restart'), patience).toEqual(['done'])
  await expect.poll(() => loop.client.liveRecords(), patience).toMatchObject([{ sessionId }])
  await end()
  expect(intents(bed, 'restart')).toHaveLength(1)
  expect(starts()).toBe(2)
  const epochs = bed.journal().flatMap((line) => (line.kind === 'began' ? [line.epoch] : []))
  expect(epochs).toEqual([1, 2])
})

it('W-25: a conversation that is given up is followed by a new one, which is told what was left', async () => {
  const bed = openBed()
  await bed.prepare({ script: "- when: 'You take over'\n  do: turn ok I have looked\n- error 400-thinking\n" })
  const { sessionId, pid } = await bed.start()
  const work = { watched: bed.workspace.config.loops, readEvidence: async () => [] }
  const control = new LoopsOfWorkspace(bed.workspace, work, bed.world)
  const brief = writeBrief(await control.handOver('builder'))
  const { outcome } = await control.restart('builder', { conversation: 'fresh', brief })

  expect(outcome).toBe('done')
  const loop = await bed.loop()
  const [record, ...others] = loop.client.liveRecords()
  expect(others).toEqual([])
  expect(record?.pid).not.toBe(pid)
  expect(record?.sessionId).not.toBe(sessionId)
  const [prompt, told] = await bed.typed()
  expect(prompt).not.toContain('You take over')
  expect(await control.tearDown('c0ffee')).toMatchObject({
    outcome: 'done',
    detail: expect.stringContaining('builder'),
  })
  expect(await control.restart('builder', { conversation: 'resume', brief: null })).toMatchObject({
    outcome: 'refused',
  })
  expect(readFileSync(join(bed.folder, '.cc-ci/watchdog/done.md'), 'utf8')).toMatch(/at commit c0ffee[\s\S]*Nothing\./)
  expect(told).toMatch(/You are builder\.[\s\S]*# You take over[\s\S]*## Newest commits, all of them done[\s\S]*- \w+ /)
})

it('two watchdogs never watch the same loops', async () => {
  const bed = openBed()
  await bed.prepare()
  const end = bed.watch(onTestFinished)
  await expect.poll(() => bed.journal().length, patience).toBeGreaterThan(0)
  const signal = new AbortController().signal
  const request = { version: '0.0.0', dryRun: false, once: true, signal, say: () => undefined }

  await expect(runWatch(bed.workspace, request, bed.world)).rejects.toMatchObject({ code: 'WATCHDOG_RUNNING' })
  await end()
  await expect(runWatch(bed.workspace, request, bed.world)).resolves.toMatchObject({ epoch: 2, actions: 0 })
})

it('one look with the command, and what status says before, after and much later', async () => {
  const bed = openBed()
  await bed.prepare()
  expect(await run(bed, WatchdogStatus)).toMatchObject({ exitCode: 1, document: { running: false, age: null } })

  const dry = await run(bed, WatchdogRun, '--once', '--dry-run')
  expect(dry).toMatchObject({ exitCode: 0, document: { epoch: 0, actions: 0 } })
  expect(bed.journal()).toEqual([])
  expect(await run(bed, WatchdogRun, '--once')).toMatchObject({ exitCode: 0, document: { epoch: 1, actions: 0 } })
  const status = await run(bed, WatchdogStatus)
  expect(status).toMatchObject({
    exitCode: 0,
    document: { running: false, stale: false, heartbeat: { epoch: 1, loops: [{ name: 'builder', state: 'OFF' }] } },
  })
  expect(status.stderr).toContain('builder  OFF')
  await expect
    .poll(() => run(bed, WatchdogStatus, '--max-age', '1'), patience)
    .toMatchObject({ exitCode: 1, document: { stale: true } })
})

async function run(bed: WatchBed, Given: typeof WatchdogRun | typeof WatchdogStatus, ...argv: string[]) {
  process.exitCode = 0
  const { world } = bed
  const Command = class extends (Given as typeof WatchdogRun) {
    protected override readonly world = world
  }
  const { stdout, stderr } = await captureOutput(() => Command.run([...argv, '--json'], { root }))
  const exitCode = process.exitCode ?? 0
  process.exitCode = undefined
  return { document: JSON.parse(stdout), stderr, exitCode }
}
