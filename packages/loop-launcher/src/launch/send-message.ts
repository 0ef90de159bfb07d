import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { writePrivately } from '../adapters/run-files.js'
import { type AgentState, takesInput } from '../ports/agent-engine.js'
import type { RunMetadata } from '../runner/launch-order.js'
import { type Delivery, deliverMessage } from './deliver-message.js'
import { loopHeld, messageNotAcknowledged } from './launch-failures.js'
import type { Loop } from './loop.js'
import { observeLoop } from './observe-loop.js'
import { commandLock } from './start-loop.js'
import { withLock } from './with-lock.js'

/** Longer ones, and those of several lines, are put into a file, and the file is named. */
const longestLine = 300

export interface SentMessage extends Delivery {
  readonly loop: string
  /** Where a long message lies. */
  readonly file: string | undefined
}

/**
 * Types a message to a running agent and returns when its transcript has it. Only while it is idle, asks nothing and
 * nobody's draft is in its composer; otherwise nothing is typed, and the error says why. `id` is how its
 * acknowledgement is found, and is never used twice.
 */
export async function sendMessage(loop: Loop, text: string, id = randomUUID().slice(0, 8)): Promise<SentMessage> {
  const message = text.trim()
  if (message === '') {
    throw new CcCiError('MESSAGE_EMPTY', 'There is nothing to send.', { hint: 'Write the message.', exitCode: 2 })
  }
  return withLock(commandLock(loop), () => sendAlone(loop, message, id), loop)
}

async function sendAlone(loop: Loop, message: string, id: string): Promise<SentMessage> {
  const { memory, run } = await observeLoop(loop)
  if (memory.held !== undefined) throw loopHeld(loop.name, memory.held.reason)
  if (run === undefined) {
    throw new CcCiError('LOOP_NOT_RUNNING', `${loop.name} does not run.`, {
      hint: `Start it: cc-ci loop start ${loop.name}`,
      exitCode: 2,
    })
  }
  await refuseUnlessIdle(loop, run)
  const long = message.length > longestLine || message.includes('\n')
  const file = long ? join(loop.paths.messages, `${id}.md`) : undefined
  if (file !== undefined) writePrivately(file, `${message}\n`)
  const typed = file === undefined ? message : `Read ${file} and do what it says.`
  const delivery = await deliverMessage(loop, run, { id, kind: 'sent', text: typed })
  if (delivery.record === undefined) throw messageNotAcknowledged(loop.name, id)
  return { loop: loop.name, file, ...delivery }
}

/** Twice, because between two steps of a turn an agent may look idle. */
async function refuseUnlessIdle(loop: Loop, run: RunMetadata): Promise<void> {
  refuseNow(loop.name, await loop.engine.sense(run))
  await loop.clock.sleep(loop.timing.settleMs)
  refuseNow(loop.name, await loop.engine.sense(run))
}

function refuseNow(name: string, state: AgentState): void {
  if (takesInput(state)) return
  const { why, hint } = reasonNotToType(name, state)
  throw new CcCiError('AGENT_NOT_IDLE', `${name}: nothing was typed, because ${why}.`, { hint })
}

function reasonNotToType(name: string, state: AgentState): { why: string; hint: string } {
  const look = `Look at it: cc-ci loop attach ${name}`
  if (state.composer === 'draft') {
    return {
      why: `somebody’s draft is in its composer ("${state.draft.slice(0, 60)}")`,
      hint: `${look}. Send or remove the draft.`,
    }
  }
  if (state.dialog !== undefined || state.turn === 'waiting') {
    return {
      why: `it asks something (${state.waitingFor ?? state.dialog?.kind ?? 'a question'})`,
      hint: `${look} and answer it.`,
    }
  }
  return { why: `it is ${state.turn}`, hint: 'Send the message again when it is idle: cc-ci loop status' }
}
