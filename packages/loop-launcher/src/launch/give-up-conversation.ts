import { endRunner } from './end-runner.js'
import type { Loop } from './loop.js'
import { commandLock } from './start-loop.js'
import { withLock } from './with-lock.js'

/** Ends our agent, for somebody else has its conversation and had it first. It may be started again later. */
export async function giveUpConversation(loop: Loop): Promise<void> {
  await withLock(commandLock(loop), () => endRunner(loop, 'second-owner'), loop)
}
