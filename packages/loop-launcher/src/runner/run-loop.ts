import type { Clock, ExclusiveLocks } from '@cc-ci/kernel'
import { endRun } from '../adapters/end-processes.js'
import { LoopJournalFile } from '../adapters/loop-journal-file.js'
import { readProcess } from '../adapters/processes.js'
import { removeRun, writePrivately } from '../adapters/run-files.js'
import { type AgentEnd, type StartedAgent, startAgent } from '../adapters/start-agent.js'
import { loopPathsIn } from '../launch/loop-paths.js'
import { type LaunchOrder, lockTakenExitCode } from './launch-order.js'

/** What the agent left running, once it has ended by itself, has had its time. */
const leftoverMs = 2000

/**
 * Owns one run of an agent: its locks, its life and the report of its end. Returns the exit code: the agent's own, 128
 * and more for a signal, 75 when somebody else owns a lock.
 */
export async function runLoop(
  order: LaunchOrder,
  world: { readonly locks: ExclusiveLocks; readonly clock: Clock },
): Promise<number> {
  for (const name of order.locks) {
    if ((await world.locks.tryTake(name)) === undefined) {
      process.stderr.write('Another process owns this loop or its conversation.\n')
      return lockTakenExitCode
    }
  }
  const paths = loopPathsIn(order.stateFolder)
  const journal = new LoopJournalFile(paths.journal, world)
  const ending = endOnSignals(order, world.clock)
  const agent = startAgent(order, paths.stream)
  await recordStart(order, agent, { journal, file: paths.run })
  const end = await agent.ended
  await ending.settled()
  await endRun(order.runId, leftoverMs, world.clock)
  await journal.append({ event: 'exited', runId: order.runId, code: end.code, signal: end.signal })
  removeRun(paths.run, order.runId)
  return exitCodeOf(end)
}

async function recordStart(
  { runId, sessionId }: LaunchOrder,
  agent: StartedAgent,
  { journal, file }: { journal: LoopJournalFile; file: string },
): Promise<void> {
  if (agent.pid === undefined) return
  const start = readProcess(process.pid)?.start ?? ''
  const agentStart = readProcess(agent.pid)?.start ?? ''
  const run = { runId, sessionId, pid: process.pid, start, agentPid: agent.pid, agentStart }
  writePrivately(file, `${JSON.stringify(run)}\n`)
  await journal.append({ event: 'started', runId, pid: process.pid, agentPid: agent.pid })
}

/** The terminal's own signals reach the agent too, which decides about them; to end, and a hangup, end all of the run. */
function endOnSignals({ runId, killAfterMs }: LaunchOrder, clock: Clock): { settled(): Promise<unknown> } {
  let ending: Promise<unknown> = Promise.resolve()
  let asked = false
  const end = () => {
    if (!asked) ending = endRun(runId, killAfterMs, clock)
    asked = true
  }
  process.on('SIGTERM', end)
  process.on('SIGHUP', end)
  process.on('SIGINT', ignore)
  process.on('SIGQUIT', ignore)
  return { settled: () => ending }
}

function ignore(): void {
  // Ctrl-C belongs to the agent.
}

const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGTERM: 15 }

function exitCodeOf({ code, signal }: AgentEnd): number {
  return code ?? 128 + (signalNumbers[signal ?? ''] ?? 0)
}
