import { readFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { startLoop, stopLoop } from '../src/index.js'
import { LoopBed } from './loop-bed.js'

const bed = () => new LoopBed(onTestFinished)

it('W-22: a loop is started when its agent has acknowledged the first prompt, as one message', async () => {
  const here = bed()
  const prompt = Array.from({ length: 200 }, (_, index) => `line ${index} for {{loop}}`).join('\n')
  const loop = await here.loop({ prompt })
  const started = await startLoop(loop)

  expect(started).toMatchObject({ loop: 'builder', outcome: 'started', resumed: false, delivery: { enters: 1 } })
  const typed = here.typed()
  expect(typed).toHaveLength(1)
  expect(typed[0]).toContain('line 199 for builder')
  expect(Object.keys(here.transcripts())).toEqual([started.sessionId])

  expect(await startLoop(loop)).toMatchObject({ outcome: 'running', sessionId: started.sessionId, pid: started.pid })
  expect(here.typed()).toHaveLength(1)

  expect(await stopLoop(loop)).toEqual({ loop: 'builder', outcome: 'asked' })
  expect(await stopLoop(loop)).toEqual({ loop: 'builder', outcome: 'off' })
  const events = readFileSync(loop.paths.journal, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: string }).event)
  expect(events).toEqual(['session', 'starting', 'started', 'ready', 'delivering', 'delivered', 'stopping', 'exited'])
})
