import { CcCiError } from '@cc-ci/kernel'
import { checkLaunch, type PhaseChoice } from './check-launch.js'
import { endRunner } from './end-runner.js'
import { loopHeld } from './launch-failures.js'
import type { Loop } from './loop.js'
import { observeLoop } from './observe-loop.js'
import { commandLock, type StartedLoop, startAlone } from './start-loop.js'
import { withLock } from './with-lock.js'

export interface Recovery {
  readonly phase: PhaseChoice | undefined
  /** `fresh` leaves the last conversation for a new one. */
  readonly resume: 'resume' | 'fresh'
  /** What a new conversation is told instead of the prompt. */
  readonly brief: string | undefined
}

/**
 * Starts a loop whose agent is gone or can no longer be asked: what is left of its run is told to end, then killed. What
 * would refuse the start is found before anything is ended. Throws LOOP_HELD, and LOOP_STOPPED where a person ended it.
 */
export async function recoverLoop(loop: Loop, { phase, resume, brief }: Recovery): Promise<StartedLoop> {
  return withLock(commandLock(loop), () => recoverAlone(loop, { phase, resume, brief }), loop)
}

async function recoverAlone(loop: Loop, { phase, resume, brief }: Recovery): Promise<StartedLoop> {
  const { memory, running } = await observeLoop(loop)
  if (memory.held !== undefined) throw loopHeld(loop.name, memory.held.reason)
  if (memory.stopping?.reason === 'stop') throw loopStopped(loop.name)
  const checked = await checkLaunch(loop, memory, phase)
  if (running) await endRunner(loop, 'restart')
  return startAlone(loop, { phase, checked, resume, brief })
}

function loopStopped(loop: string): CcCiError {
  return new CcCiError('LOOP_STOPPED', `${loop} was stopped by a person.`, {
    hint: `Whoever stopped it starts it again: cc-ci loop start ${loop}`,
  })
}
