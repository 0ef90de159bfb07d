import { endRun, signalProcess } from '../adapters/end-processes.js'
import { type Loop, runLock } from './loop.js'
import { observeLoop } from './observe-loop.js'

const pollMs = 100

/** Whether the loop's runner, and with it the agent, ended in time. */
export async function waitForEnd(loop: Loop, ms: number): Promise<boolean> {
  const end = loop.clock.monotonic() + ms
  for (;;) {
    if (!(await loop.locks.isHeld(runLock(loop)))) return true
    if (loop.clock.monotonic() >= end) return false
    await loop.clock.sleep(pollMs)
  }
}

/**
 * Ends the loop's runner and everything it started: told to end first, then killed; what is left of its run and of its
 * terminal goes, too.
 */
export async function endRunner(
  loop: Loop,
  reason: 'stop' | 'restart' | 'dialog' | 'start-timeout' | 'second-owner',
): Promise<void> {
  const { memory, run } = await observeLoop(loop)
  if (memory.stopping === undefined) await loop.journal.append({ event: 'stopping', reason })
  if (run !== undefined) {
    signalProcess(run, 'SIGTERM')
    if (!(await waitForEnd(loop, loop.timing.killMs))) signalProcess(run, 'SIGKILL')
  }
  if (memory.starting !== undefined) await endRemains(loop, memory.starting.runId)
  const pane = await loop.terminal.find(loop.name)
  if (pane?.owner === loop.paths.folder) await loop.terminal.close(loop.name)
}

/** A run whose runner could not report its end gets that written here. */
async function endRemains(loop: Loop, runId: string): Promise<void> {
  const pids = await endRun(runId, loop.timing.killMs, loop.clock)
  if ((await observeLoop(loop)).memory.ended === undefined) {
    await loop.journal.append({ event: 'reaped', runId, pids: [...pids] })
  }
}
