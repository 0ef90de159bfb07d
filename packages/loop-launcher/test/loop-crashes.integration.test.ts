import { expect, it, onTestFinished } from 'vitest'
import { isAlive as isProcessAlive } from '../src/adapters/processes.js'
import { type Loop, readStatus, startLoop, stopLoop } from '../src/index.js'
import { LoopBed, patience } from './loop-bed.js'

const openBed = () => new LoopBed(onTestFinished)

async function startOne(bed: LoopBed, script = '- turn ok\n') {
  const loop = await bed.loop({ script })
  return { loop, started: await startLoop(loop) }
}

const isAlive = (pid: number) => isProcessAlive(pid, undefined)

const stateOf = async (loop: Loop) => (await readStatus(loop)).state

/** The next start goes on with the conversation, in one process, and nothing of the old run is left. */
async function expectOneOwner(bed: LoopBed, loop: Loop, before: { sessionId: string; pid: number }): Promise<void> {
  const again = await startLoop(loop)
  expect(again).toMatchObject({ outcome: 'started', sessionId: before.sessionId, resumed: true })
  expect(isAlive(before.pid)).toBe(false)
  expect(loop.client.liveRecords().map(({ pid }) => pid)).toEqual([again.pid])
  expect(Object.keys(bed.transcripts())).toEqual([before.sessionId])
}

it('W-13: an agent that is killed is reported with its signal, and the next start goes on', async () => {
  const bed = openBed()
  const { loop, started } = await startOne(bed)
  process.kill(started.pid, 'SIGKILL')

  await expect.poll(() => readStatus(loop), patience).toMatchObject({ state: 'ended', detail: 'SIGKILL' })
  await expectOneOwner(bed, loop, started)
})

it('W-34: a runner that is killed takes its agent along; status says lost, and the next start goes on', async () => {
  const bed = openBed()
  const { loop, started } = await startOne(bed)
  const runner = loop.journal.read().records.flatMap((each) => (each.event === 'started' ? [each.pid] : []))
  process.kill(runner[0] ?? 0, 'SIGKILL')

  await expect.poll(() => stateOf(loop), patience).toBe('lost')
  await expect.poll(() => isAlive(started.pid), patience).toBe(false)
  await expectOneOwner(bed, loop, started)
})

it('a terminal server that is killed ends the agent, whose exit is reported; the next start goes on', async () => {
  const bed = openBed()
  const { loop, started } = await startOne(bed)
  process.kill(Number(bed.tmux('display-message', '-p', '#{pid}')), 'SIGKILL')

  await expect.poll(() => stateOf(loop), patience).toBe('ended')
  await expectOneOwner(bed, loop, started)
})

it('W-19: stop ends an agent that ignores SIGTERM, with all it started', async () => {
  const bed = openBed()
  const loop = await bed.loop({
    script: '- when: .\n  do: [ignore-term, tool 900s]\n',
    timing: { endMs: 300, runnerKillMs: 500 },
  })
  const started = await startLoop(loop)
  await expect.poll(() => stateOf(loop), patience).toBe('busy')

  expect(await stopLoop(loop)).toEqual({ loop: 'builder', outcome: 'ended' })
  expect(isAlive(started.pid)).toBe(false)
  expect(await readStatus(loop)).toMatchObject({ state: 'off' })
})

it('L-03, W-42: a conversation that somebody resumed by hand is not resumed a second time', async () => {
  const bed = openBed()
  const { loop, started } = await startOne(bed)
  await stopLoop(loop)
  resumeByHand(bed, loop, started.sessionId)
  await expect.poll(() => loop.client.liveRecords().length, patience).toBe(1)

  await expect(startLoop(loop)).rejects.toMatchObject({ code: 'CONVERSATION_TAKEN' })
  expect(loop.client.liveRecords()).toHaveLength(1)
  bed.tmux('kill-session', '-t', '=by-hand')
})

it('W-34: a second owner that appears while a conversation is resumed makes ours end before it is told anything', async () => {
  const bed = openBed()
  const { loop: first, started } = await startOne(bed)
  await stopLoop(first)
  const loop = await bed.loop({ timing: { secondLooksMs: Array.from({ length: 45 }, (_, look) => 200 * look) } })
  const starting = startLoop(loop)
  const refused = expect(starting).rejects.toMatchObject({ code: 'CONVERSATION_TAKEN' })
  await expect.poll(() => loop.client.liveRecords().length, patience).toBe(1)
  const ours = loop.client.liveRecords()[0]?.pid ?? 0
  resumeByHand(bed, loop, started.sessionId)
  await refused

  expect(isAlive(ours)).toBe(false)
  // It is known by its arguments before its record is there.
  await expect.poll(() => loop.client.liveRecords().length, patience).toBe(1)
  expect(bed.typed()).toHaveLength(1)
  bed.tmux('kill-session', '-t', '=by-hand')
})

/** As a person would, in a terminal of their own. */
function resumeByHand(bed: LoopBed, loop: Loop, sessionId: string): void {
  const { PATH = '' } = process.env
  const command = [...loop.spec.settings.agent.command, '--resume', sessionId]
  bed.tmux(
    ...['-f', '/dev/null', 'new-session', '-d', '-s', 'by-hand', '-c', loop.folder],
    ...['env', '-i', `PATH=${PATH}`, 'TERM=screen-256color', `CLAUDE_CONFIG_DIR=${bed.config}`, ...command],
  )
}
