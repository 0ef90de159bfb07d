import { temporaryFolder } from '@cc-ci/kernel/testing'
import type { Instant, WatchedLoop } from '@cc-ci/watchdog'
import { expect, it, onTestFinished } from 'vitest'
import { CompletionSensor } from '../src/watchdog/completion-sensor.js'
import { LoopsOfWorkspace } from '../src/watchdog/control-loops.js'
import { ProtocolView } from '../src/watchdog/protocol-view.js'
import { WorkSensor } from '../src/watchdog/work-sensor.js'
import { loadWorkspace } from '../src/workspace/load-workspace.js'
import { realWorld } from '../src/world.js'
import { claimOf, phaseWorkspace, runPhase } from './phase-workspace.js'

const patience = { timeout: 60_000, interval: 100 }

it('what a loop commits is handed over to the other one, and not done before every phase is', async () => {
  const bed = phaseWorkspace(temporaryFolder(onTestFinished))
  const world = { ...realWorld(), cwd: bed.builder }
  const workspace = loadWorkspace(bed.builder, { CC_CI_REPO: bed.builder })
  const protocol = new ProtocolView(workspace, world)
  const work = { watched: workspace.config.loops, readEvidence: async () => [] }
  const sensor = new WorkSensor(new LoopsOfWorkspace(workspace, work, world), protocol, world)
  let mono = 0
  const later = (): Instant => {
    mono += 30
    return { wall: mono, mono }
  }
  const look = (name: string, folder: string) =>
    sensor.look({ name, role: name, folder, transcript: null } as WatchedLoop, later())
  const head = () => bed.git(bed.builder, 'rev-parse', 'HEAD')

  await expect
    .poll(() => look('adversary', bed.adversary), patience)
    .toMatchObject({ source: 'work', sensed: { known: true, value: { commit: head(), handOver: null } } })
  await runPhase(claimOf('D1'), { cwd: bed.builder, as: 'builder' })
  await expect
    .poll(() => look('adversary', bed.adversary), patience)
    .toMatchObject({ sensed: { value: { handOver: { id: head(), says: 'builder: claim(1/D1)' } } } })
  expect(await look('builder', bed.builder)).toMatchObject({ sensed: { value: { commit: head(), handOver: null } } })

  const completion = new CompletionSensor(protocol)
  await expect
    .poll(() => completion.look(later()), patience)
    .toMatchObject({
      sensed: { known: true, value: { done: false, descends: true, commit: head() } },
    })
})
