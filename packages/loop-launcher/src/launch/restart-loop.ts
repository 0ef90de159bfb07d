import type { PhaseChoice } from './check-launch.js'
import { checkLaunch } from './check-launch.js'
import { loopHeld } from './launch-failures.js'
import type { Loop } from './loop.js'
import { observeLoop } from './observe-loop.js'
import { type StartedLoop, startLoop } from './start-loop.js'
import { stopLoop } from './stop-loop.js'

/** Stops the loop, if it runs, and starts it; what would refuse the start is found before the stop. */
export async function restartLoop(loop: Loop, phase?: PhaseChoice): Promise<StartedLoop> {
  const { memory } = await observeLoop(loop)
  if (memory.held !== undefined) throw loopHeld(loop.name, memory.held.reason)
  await checkLaunch(loop, memory, phase)
  await stopLoop(loop)
  return startLoop(loop, phase)
}
