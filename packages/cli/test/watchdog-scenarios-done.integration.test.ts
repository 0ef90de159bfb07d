import { cpSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { readStatus } from '@cc-ci/loop-launcher'
import { expect, it, onTestFinished } from 'vitest'
import { LoopsOfWorkspace } from '../src/watchdog/control-loops.js'
import { claimOf, type PhaseWorkspace, phaseWorkspace, runPhase } from './phase-workspace.js'
import { WatchdogBed } from './watchdog-bed.js'

const plan = `version: 1
phases:
  - id: "1"
    title: The only one
    file: phase-1.md
    items:
      - { id: D1, title: it greets }
`
const rules = { idle: { builder: 1e6, adversary: 1e6, other: 1e6 }, done: { apart: 40 }, slow: 20 }

/** A bed whose one item is claimed and proven; whether the phase is declared done is for the test to say. */
async function proven(scripts: Readonly<Record<string, string>> = { builder: '- turn ok\n' }) {
  const bed = new WatchdogBed(onTestFinished)
  const phases = phaseWorkspace(bed.folder)
  const { adversary, builder, git, push } = phases
  push(builder, { 'plans/phases.yaml': plan })
  await typed(builder, 'builder', claimOf('D1'))
  git(adversary, 'pull', '--quiet')
  await typed(adversary, 'adversary', ['review', '1', 'D1', '--verdict', 'pass', '--', 'sh', 'greet.sh'])
  git(builder, 'pull', '--quiet', '--rebase')
  mkdirSync(join(bed.folder, 'plans'))
  cpSync(join(builder, 'plans'), join(bed.folder, 'plans'), { recursive: true })
  await bed.prepare({ scripts, rules })
  return { bed, phases }
}

async function typed(cwd: string, as: string, line: string | readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runPhase(line, { cwd, as })
  if (exitCode !== 0) throw new Error(stderr)
}

const declareDone = ({ builder }: PhaseWorkspace) => typed(builder, 'builder', 'done 1')

/** What the watchdog read of the DONE rule last. */
function reading(bed: WatchdogBed) {
  const readings = bed
    .journal()
    .flatMap((line) =>
      line.kind === 'observed' && line.observation.source === 'completion' ? [line.observation.sensed] : [],
    )
  return readings.at(-1)
}

async function expectUntouched(bed: WatchdogBed, pid: number): Promise<void> {
  // News of another loop may be told; nothing may end.
  expect(bed.actions().filter(({ kind }) => kind !== 'nudge')).toEqual([])
  expect(await bed.owners()).toMatchObject([{ pid }])
}

it('done-with-stale-dod-not-torn-down: what was proven more than a day ago is not done any more', async () => {
  const { bed, phases } = await proven()
  await declareDone(phases)
  bed.time.leap(25 * 3_600_000)
  const { pid } = await bed.start()
  const end = bed.watch()
  await bed.pass(120)
  await end()

  expect(reading(bed)).toMatchObject({ known: true, value: { done: false } })
  expect(JSON.stringify(reading(bed))).toContain('stale')
  await expectUntouched(bed, pid)
})

it('done-in-code-fence-ignored: a DONE that is only quoted is none', async () => {
  const { bed, phases } = await proven()
  const { builder, git, push } = phases
  const status = git(builder, 'show', 'HEAD:protocol/1/STATUS.md')
  push(builder, { 'protocol/1/STATUS.md': `${status}\n\n\`\`\`markdown\n## DONE\n\nAll of it works.\n\`\`\`\n` })
  const { pid } = await bed.start()
  const end = bed.watch()
  await bed.pass(120)
  await end()

  expect(reading(bed)).toMatchObject({ known: true, value: { done: false } })
  await expectUntouched(bed, pid)
})

it('remote-down-not-done-unknown: a remote that cannot be reached tears nothing down, and does once it is back', async () => {
  const { bed, phases } = await proven()
  await declareDone(phases)
  const { pid } = await bed.start()
  renameSync(bed.remote, `${bed.remote}.away`)
  const end = bed.watch()
  await bed.pass(120)
  expect(reading(bed)).toMatchObject({ known: false })
  await expectUntouched(bed, pid)

  renameSync(`${bed.remote}.away`, bed.remote)
  await bed.leapUntil('it is torn down', () => bed.outcomes('teardown').length > 0)
  await end()
  expect(bed.outcomes('teardown')).toEqual(['done'])
})

it('done-teardown-idempotent: what is done is ended in order and once, and a second time changes nothing', async () => {
  const { bed, phases } = await proven({ builder: '- turn ok\n', adversary: '- turn ok\n' })
  await declareDone(phases)
  await Promise.all([bed.start('builder'), bed.start('adversary')])
  const end = bed.watch()
  await bed.leapUntil('it has ended by itself', () => bed.ends.length === 1)
  await end()
  const restarted = bed.watch()
  await bed.leapUntil('another one has ended, too', () => bed.ends.length === 2)
  await restarted()

  expect(
    bed
      .actions()
      .map(({ kind }) => kind)
      .filter((kind) => kind !== 'nudge'),
  ).toEqual(['teardown'])
  expect(bed.alerts().at(-1)).toBe('done')
  expect(bed.ends).toEqual(['the work is done', 'the work is done'])
  expect(bed.outcomes('teardown')).toEqual(['done'])
  for (const name of ['builder', 'adversary']) {
    expect(await readStatus(await bed.loop(name))).toMatchObject({ state: 'off' })
  }
  const { workspace, world } = bed
  const work = { watched: workspace.config.loops, readEvidence: async () => [] }
  const again = await new LoopsOfWorkspace(workspace, work, world).tearDown('HEAD')
  expect(again).toMatchObject({ outcome: 'done' })
  expect(await bed.owners()).toEqual([])
})
