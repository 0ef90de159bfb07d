import { expect, it, onTestFinished } from 'vitest'
import { patience, WatchBed } from './watch-bed.js'

const openBed = () => new WatchBed(onTestFinished)

const done = (bed: WatchBed, kind: string) => {
  const lines = bed.journal()
  const ids = lines.flatMap((line) => (line.kind === 'intended' && line.action.kind === kind ? [line.action.id] : []))
  return lines.flatMap((line) =>
    line.kind === 'finished' && ids.includes(line.result.actionId) ? [line.result.outcome] : [],
  )
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
