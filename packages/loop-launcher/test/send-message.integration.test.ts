import { readFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { holdLoop, type Loop, readLog, readStatus, releaseLoop, sendMessage, startLoop } from '../src/index.js'
import { LoopBed, type LoopChoice, patience } from './loop-bed.js'

async function startOne(choice: LoopChoice = {}) {
  const bed = new LoopBed(onTestFinished)
  const loop = await bed.loop(choice)
  await startLoop(loop)
  return { bed, loop }
}

async function untilIdle(loop: Loop): Promise<void> {
  await expect.poll(async () => (await readStatus(loop)).state, patience).toBe('idle')
}

it('sends a line as it is, and a long message through a file that is named', async () => {
  const { bed, loop } = await startOne()
  await untilIdle(loop)
  const short = await sendMessage(loop, 'Go on with D3; it is free.')
  await untilIdle(loop)
  const text = Array.from({ length: 30 }, (_, index) => `point ${index}`).join('\n')
  const long = await sendMessage(loop, text)

  expect(bed.typed().slice(1)).toEqual([
    `[cc-ci:${short.messageId}] Go on with D3; it is free.`,
    `[cc-ci:${long.messageId}] Read ${long.file} and do what it says.`,
  ])
  expect(readFileSync(long.file ?? '', 'utf8')).toBe(`${text}\n`)
  expect(readLog(loop, 100).map((line) => line.text)).toContainEqual(expect.stringMatching(/^delivered .*kind=sent/))
})

it('W-53: types nothing into the draft of a person, and says so', async () => {
  const { bed, loop } = await startOne()
  await untilIdle(loop)
  bed.tmux('send-keys', '-t', '=builder:', '-l', 'half a thought')
  await expect
    .poll(() => bed.tmux('capture-pane', '-p', '-t', '=builder:'), patience)
    .toContain('❯\u00a0half a thought')

  await expect(sendMessage(loop, 'Go on.')).rejects.toMatchObject({
    code: 'AGENT_NOT_IDLE',
    message: expect.stringContaining('("half a thought")'),
  })
  expect(bed.tmux('capture-pane', '-p', '-t', '=builder:')).not.toContain('Go on.')
  expect(bed.typed()).toHaveLength(1)
})

it('W-49: types nothing while the agent is at work', async () => {
  const { bed, loop } = await startOne({ script: '- tool 900s\n' })
  await expect.poll(async () => (await readStatus(loop)).state, patience).toBe('busy')

  await expect(sendMessage(loop, 'Go on.')).rejects.toMatchObject({
    code: 'AGENT_NOT_IDLE',
    message: 'builder: nothing was typed, because it is busy.',
  })
  expect(bed.typed()).toHaveLength(1)
})

it('W-54: leaves the scroll mode of whoever looked at the terminal before it types', async () => {
  const { bed, loop } = await startOne()
  await untilIdle(loop)
  bed.tmux('copy-mode', '-t', '=builder:')
  await sendMessage(loop, 'Go on.')

  expect(bed.typed().at(-1)).toMatch(/Go on\.$/)
})

it('writes nothing to a held loop until it is released', async () => {
  const { bed, loop } = await startOne()
  await untilIdle(loop)
  await holdLoop(loop, 'I am looking')

  await expect(sendMessage(loop, 'Go on.')).rejects.toMatchObject({ code: 'LOOP_HELD' })
  expect(await readStatus(loop)).toMatchObject({ state: 'idle', held: 'I am looking' })
  expect(await releaseLoop(loop)).toEqual({ loop: 'builder', held: false, changed: true })
  await sendMessage(loop, 'Go on.')
  expect(bed.typed()).toHaveLength(2)
})
