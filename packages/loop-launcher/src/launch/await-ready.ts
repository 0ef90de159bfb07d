import type { Conversation } from '../client/agent-arguments.js'
import { type AgentState, takesInput } from '../ports/agent-engine.js'
import type { RunMetadata } from '../runner/launch-order.js'
import { endRunner } from './end-runner.js'
import { agentAsks, agentEnded, agentNotReady, conversationTaken } from './launch-failures.js'
import type { Loop } from './loop.js'
import { findOtherOwners, type LoopObservation, observeLoop } from './observe-loop.js'

const pollMs = 150

/** A question that is still there after a second is one. */
const secondLookMs = 1000

/**
 * Waits until a started agent takes its first message. Ends it, and throws, when it asks something, when it is not ready
 * in time, or when its conversation turns out to have a second owner; an agent that ended is told with its last words.
 */
export async function awaitReady(loop: Loop, { sessionId, known }: Conversation): Promise<RunMetadata> {
  const started = loop.clock.monotonic()
  const run = await waitForInput(loop, started)
  if (known) {
    for (const ms of loop.timing.secondLooksMs) {
      await loop.clock.sleep(started + ms - loop.clock.monotonic())
      await refuseSecondOwner(loop, run, sessionId)
    }
  }
  await loop.journal.append({ event: 'ready', runId: run.runId })
  return run
}

async function waitForInput(loop: Loop, started: number): Promise<RunMetadata> {
  for (;;) {
    const seen = await observeLoop(loop)
    await refuseEnded(loop, seen)
    if (seen.run !== undefined) {
      const state = await loop.engine.sense(seen.run)
      if (takesInput(state)) return seen.run
      if (state.dialog !== undefined) await refuseDialog(loop, seen.run, state)
    }
    if (loop.clock.monotonic() - started > loop.timing.startMs) {
      const words = await loop.engine.lastWords()
      await endRunner(loop, 'start-timeout')
      throw agentNotReady(loop.name, Math.round(loop.timing.startMs / 1000), words)
    }
    await loop.clock.sleep(pollMs)
  }
}

async function refuseEnded(loop: Loop, { memory, running }: LoopObservation): Promise<void> {
  if (running) return
  const { ended } = memory
  const pane = await loop.terminal.find(loop.name)
  if (ended === undefined && pane !== undefined && !pane.dead) return
  // Its end is reported right before the runner's own.
  const how = ended?.event === 'exited' ? (ended.signal ?? `with exit code ${ended.code}`) : 'without a report'
  throw agentEnded(loop.name, how, await loop.engine.lastWords())
}

async function refuseDialog(loop: Loop, run: RunMetadata, { dialog }: AgentState): Promise<void> {
  await loop.clock.sleep(secondLookMs)
  const again = (await loop.engine.sense(run)).dialog
  if (dialog === undefined || again?.kind !== dialog.kind) return
  await endRunner(loop, 'dialog')
  throw agentAsks(loop.name, again)
}

async function refuseSecondOwner(loop: Loop, { runId }: RunMetadata, sessionId: string): Promise<void> {
  const owners = findOtherOwners(loop, sessionId, runId)
  if (owners.length === 0) return
  await endRunner(loop, 'second-owner')
  throw conversationTaken(loop.name, sessionId, owners)
}
