import type { Clock } from '@cc-ci/kernel'
import { isAlive, type ProcessFacts, processesMarked } from './processes.js'

const pollMs = 50

/** Marks every process of one run, however it leaves its group or session. */
export function runMark(runId: string): string {
  return `CC_CI_LOOP_RUN=${runId}`
}

/**
 * Ends what is left of a run: asks, waits at most `graceMs`, kills. Only what carries the run's mark or descends from
 * it is touched. Returns the pids that were there.
 */
export async function endRun(runId: string, graceMs: number, clock: Clock): Promise<readonly number[]> {
  const asked = new Map<string, ProcessFacts>()
  const end = clock.monotonic() + graceMs
  for (;;) {
    // Looked for anew each time: what was just about to start was not there a moment ago.
    const found = processesMarked(runMark(runId)).filter(({ pid }) => pid !== process.pid)
    for (const each of found) ask(each, asked)
    if (found.length === 0 || clock.monotonic() >= end) break
    await clock.sleep(pollMs)
  }
  for (const each of processesMarked(runMark(runId))) if (each.pid !== process.pid) signalProcess(each, 'SIGKILL')
  return [...asked.values()].map(({ pid }) => pid)
}

function ask(facts: ProcessFacts, asked: Map<string, ProcessFacts>): void {
  const key = `${facts.pid} ${facts.start}`
  if (asked.has(key)) return
  asked.set(key, facts)
  signalProcess(facts, 'SIGTERM')
}

/** Pid and start are compared right before, so that a reused pid is not hit. */
export function signalProcess({ pid, start }: Omit<ProcessFacts, 'parent'>, signal: NodeJS.Signals): void {
  if (!isAlive(pid, start)) return
  try {
    process.kill(pid, signal)
  } catch {
    // Gone in between, or somebody else's.
  }
}
