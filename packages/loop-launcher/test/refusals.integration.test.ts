import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { putOnPath } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { holdLoop, type Loop, startLoop } from '../src/index.js'
import { foldJournal } from '../src/journal/fold-journal.js'
import { checkLaunch } from '../src/launch/check-launch.js'
import { LoopBed, type LoopChoice } from './loop-bed.js'

const openBed = () => new LoopBed(onTestFinished)

/** Refused with that error, before anything was started or written. */
async function expectRefused(bed: LoopBed, loop: Loop, error: object): Promise<void> {
  await expect(startLoop(loop)).rejects.toMatchObject(error)
  expect(existsSync(bed.socket)).toBe(false)
  expect(existsSync(loop.paths.folder)).toBe(false)
}

it.each<[string, LoopChoice, object]>([
  [
    'a prompt with a variable that has no value',
    { prompt: 'You are {{loop}}.\nWork on {{phase}}.\n' },
    { code: 'PROMPT_VARIABLE_UNFILLED', exitCode: 2, place: { line: 2, key: 'phase' } },
  ],
  [
    'a prompt file that does not exist',
    { settings: { prompts: ['nowhere.md'] } },
    { code: 'PROMPT_MISSING', exitCode: 2 },
  ],
  [
    'an agent that is not installed',
    { settings: { agent: { command: ['no-such-agent'] } } },
    { code: 'AGENT_MISSING', exitCode: 2 },
  ],
  [
    'an agent of another version than the pinned one',
    { settings: { agent: { command: ['agent'], version: '2.1.330' } } },
    { code: 'AGENT_VERSION_WRONG', exitCode: 2, message: expect.stringContaining('2.1.331') },
  ],
])('refuses %s', async (_, choice, error) => {
  const bed = openBed()
  const environment = putOnPath(join(bed.workspace, 'bin'), { agent: 'echo "2.1.331 (Agent)"' })
  await expectRefused(bed, await bed.loop({ environment, ...choice }), error)
})

it('names the plan of the phase as it is seen from the clone: the own copy, where it has one', async () => {
  const bed = openBed()
  const environment = putOnPath(join(bed.workspace, 'bin'), { agent: 'echo "2.1.331 (Agent)"' })
  const loop = await bed.loop({ environment, prompt: '{{planFile}}', settings: { agent: { command: ['agent'] } } })
  const phase = { id: '1', title: 'x', planFile: join(bed.workspace, 'plans/phase-1.md'), model: undefined }
  const prompt = async () => (await checkLaunch(loop, foldJournal([]), phase)).prompt

  expect(await prompt()).toBe('../plans/phase-1.md')
  mkdirSync(join(loop.folder, 'plans'))
  writeFileSync(join(loop.folder, 'plans/phase-1.md'), '# Plan\n')
  expect(await prompt()).toBe('plans/phase-1.md')
})

it('refuses a folder that is not a clone', async () => {
  const bed = openBed()
  const loop = await bed.loop()
  rmSync(join(bed.workspace, 'clone'), { recursive: true })
  mkdirSync(join(bed.workspace, 'clone'))
  await expectRefused(bed, loop, { code: 'LOOP_FOLDER_NOT_A_CLONE', exitCode: 2 })
})

it('refuses a host without tmux, and one whose tmux is too old', async () => {
  const bed = openBed()
  const bin = join(bed.workspace, 'bin')
  const { PATH } = putOnPath(bin, { tmux: 'echo "tmux 2.9a"' })
  await expectRefused(bed, await bed.loop({ environment: { PATH } }), {
    code: 'TMUX_TOO_OLD',
    message: expect.stringContaining('tmux 2.9a'),
  })
  rmSync(join(bin, 'tmux'))
  await expectRefused(bed, await bed.loop({ environment: { PATH: bin } }), {
    code: 'TMUX_MISSING',
    hint: expect.stringContaining('install'),
  })
})

it('W-82: refuses a terminal of the same name that the loop did not make, and leaves it alone', async () => {
  const bed = openBed()
  const loop = await bed.loop()
  mkdirSync(loop.paths.folder, { recursive: true })
  bed.tmux('-f', '/dev/null', 'new-session', '-d', '-s', 'builder', 'sleep', '600')

  await expect(startLoop(loop)).rejects.toMatchObject({ code: 'TERMINAL_TAKEN' })
  expect(bed.tmux('list-panes', '-a', '-F', '#{session_name} #{pane_dead}')).toBe('builder 0\n')
})

it('refuses to start a held loop, with the reason of whoever holds it', async () => {
  const bed = openBed()
  const loop = await bed.loop()
  await holdLoop(loop, 'a person works in its clone')

  await expect(startLoop(loop)).rejects.toMatchObject({
    code: 'LOOP_HELD',
    message: 'builder is held: a person works in its clone.',
  })
  expect(existsSync(bed.socket)).toBe(false)
})
