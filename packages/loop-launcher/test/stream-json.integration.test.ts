import { readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { type Loop, readStatus, sendMessage, startLoop, stopLoop } from '../src/index.js'
import { LoopBed, patience } from './loop-bed.js'

async function startHeadless(script: string) {
  const bed = new LoopBed(onTestFinished)
  const terminal = await bed.loop({ script })
  const agent = { ...terminal.spec.settings.agent, engine: 'stream-json' }
  const loop = await bed.loop({ script, settings: { agent } })
  return { bed, loop, started: await startLoop(loop) }
}

async function untilIdle(loop: Loop): Promise<void> {
  await expect.poll(async () => (await readStatus(loop)).state, patience).toBe('idle')
}

it('L-01: a headless agent stays for the next message, and repeats each as its acknowledgement', async () => {
  const { bed, loop, started } = await startHeadless('- turn ok\n')
  expect(started).toMatchObject({ outcome: 'started', resumed: false, delivery: { enters: 1 } })
  await untilIdle(loop)
  const sent = await sendMessage(loop, 'Go on.')

  await expect.poll(() => bed.typed(), patience).toHaveLength(2)
  expect(sent.record).toBeTruthy()
  expect(await startLoop(loop)).toMatchObject({ outcome: 'running', pid: started.pid })
  await untilIdle(loop)
  expect(await stopLoop(loop)).toEqual({ loop: 'builder', outcome: 'asked' })
  expect(await startLoop(loop)).toMatchObject({ outcome: 'started', resumed: true, sessionId: started.sessionId })
})

it('takes input from nobody but its user', async () => {
  const { loop } = await startHeadless('- turn ok\n')

  expect(readdirSync(loop.paths.folder)).toContain('input.sock')
  expect(statSync(loop.paths.folder).mode & 0o077).toBe(0)
  expect(readFileSync('/proc/net/unix', 'utf8')).not.toContain('@cc-ci-input')
})

it('W-23: a turn whose result says success and is_error has failed', async () => {
  const { loop } = await startHeadless('- error 529\n')

  await expect
    .poll(() => readStatus(loop), patience)
    .toMatchObject({ state: 'idle', detail: 'its last turn failed: api_error, status 529' })
})
