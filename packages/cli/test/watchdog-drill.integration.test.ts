import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import type { Drill, Event } from '../src/watchdog-drill/drill.js'
import { drills } from '../src/watchdog-drill/drills.js'
import { runDrill } from '../src/watchdog-drill/run-drill.js'
import { realWorld } from '../src/world.js'

const named = (name: string): Drill => {
  const found = drills.find(({ fault }) => fault === name)
  if (found === undefined) throw new Error(`there is no drill ${name}`)
  return found
}

/** Drills put their workspaces where TMPDIR points; this place is the test's own, so that what they leave can be seen. */
const ownPlace = () => {
  const place = temporaryFolder(onTestFinished)
  const real = realWorld()
  return { place, world: { ...real, environment: { ...real.environment, TMPDIR: place } } }
}

/** Command lines of all processes that were started in or for that folder. */
const processesOf = (place: string) =>
  spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(place))

const patient = { timeout: 240_000 }

it('a drill that is broken off leaves nothing', patient, async () => {
  const { place, world } = ownPlace()
  const ending = new AbortController()
  const tell = ({ what }: Event) => {
    if (what === 'saw') ending.abort(new Error('broken off'))
  }

  await expect(
    runDrill(named('dialog'), { version: '0.0.0', signal: ending.signal, tell }, world),
  ).rejects.toMatchObject({
    code: 'DRILL_CANCELLED',
  })

  expect(readdirSync(place).filter((name) => name.startsWith('cc-ci-drill'))).toEqual([])
  expect(processesOf(place)).toEqual([])
})

it('has not passed when the watchdog does not do what it must; what was done is told, and nothing is left', async () => {
  const { place, world } = ownPlace()
  const told: Event[] = []
  const tell = (event: Event) => void told.push(event)
  const options = { version: '0.0.0', signal: new AbortController().signal, tell }
  const slow = { ...named('dialog'), rules: { steady: 3600 }, longestSeconds: 8 }

  const report = await runDrill(slow, options, world)

  expect(report).toMatchObject({ fault: 'dialog', passed: false, seconds: null })
  expect(report.because).toContain('alert was never done')
  expect(report.events).toEqual(told)
  expect(readdirSync(place).filter((name) => name.startsWith('cc-ci-drill'))).toEqual([])
  expect(processesOf(place)).toEqual([])
})
