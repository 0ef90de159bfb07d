import { takesInput } from '../ports/agent-engine.js'
import type { RunMetadata } from '../runner/launch-order.js'
import { endRunner, waitForEnd } from './end-runner.js'
import type { Loop } from './loop.js'
import { type LoopObservation, observeLoop } from './observe-loop.js'
import { commandLock } from './start-loop.js'
import { withLock } from './with-lock.js'

export interface StoppedLoop {
  readonly loop: string
  /** `asked`: it ended in its own way; `ended`: it had to be told by a signal; `off`: it did not run. */
  readonly outcome: 'asked' | 'ended' | 'off'
}

const pollMs = 200

/**
 * Stops a loop: first nobody may restart it, then its agent is asked to end as soon as it takes a message, then it is
 * told, then killed with all it started. Stopping a stopped loop changes nothing.
 */
export async function stopLoop(loop: Loop): Promise<StoppedLoop> {
  const before = await observeLoop(loop)
  if (needsStop(before)) await loop.journal.append({ event: 'stopping', reason: 'stop' })
  return withLock(commandLock(loop), () => stopAlone(loop), loop)
}

function needsStop({ running, memory }: LoopObservation): boolean {
  return running || (memory.starting !== undefined && memory.stopping === undefined)
}

async function stopAlone(loop: Loop): Promise<StoppedLoop> {
  const { running, run, memory } = await observeLoop(loop)
  const asked = running && run !== undefined && (await askToEnd(loop, run))
  const pane = await loop.terminal.find(loop.name)
  const remains = pane?.owner === loop.paths.folder || (memory.starting !== undefined && memory.ended === undefined)
  if (running || remains) await endRunner(loop, 'stop')
  return { loop: loop.name, outcome: asked ? 'asked' : running ? 'ended' : 'off' }
}

/** Never into a running turn or somebody's draft: then its time passes, and it is told by a signal. */
async function askToEnd(loop: Loop, run: RunMetadata): Promise<boolean> {
  const end = loop.clock.monotonic() + loop.timing.endMs
  while (loop.clock.monotonic() < end) {
    if (takesInput(await loop.engine.sense(run))) {
      await loop.engine.askToEnd(run)
      return waitForEnd(loop, Math.max(0, end - loop.clock.monotonic()))
    }
    if (await waitForEnd(loop, pollMs)) return false
  }
  return false
}
