import type { RunMetadata } from '../runner/launch-order.js'
import type { Loop } from './loop.js'
import { observeLoop } from './observe-loop.js'
import { commandLock } from './start-loop.js'
import { withLock } from './with-lock.js'

/** `held` and `off`: nothing was pressed, for it is held, or does not run; `absent`: there is nothing to answer. */
export type AnswerOutcome = 'answered' | 'absent' | 'held' | 'off'

/** Chooses one answer of a dialog, and only that: Enter is pressed where the cursor was seen on its label. */
export function chooseAnswer(
  loop: Loop,
  answer: { readonly dialog: string; readonly label: string },
): Promise<AnswerOutcome> {
  return withAgent(loop, (run) => loop.engine.choose(run, answer))
}

/** Breaks off the turn of a busy agent. */
export function interruptTurn(loop: Loop): Promise<AnswerOutcome> {
  return withAgent(loop, (run) => loop.engine.interrupt(run))
}

function withAgent(loop: Loop, act: (run: RunMetadata) => Promise<boolean>): Promise<AnswerOutcome> {
  const work = async (): Promise<AnswerOutcome> => {
    const { memory, run } = await observeLoop(loop)
    if (memory.held !== undefined) return 'held'
    if (run === undefined) return 'off'
    return (await act(run)) ? 'answered' : 'absent'
  }
  return withLock(commandLock(loop), work, loop)
}
