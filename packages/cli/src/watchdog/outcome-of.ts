import { isCcCiError } from '@cc-ci/kernel'
import type { ControlOutcome } from '@cc-ci/watchdog'

/** The launcher saw something that forbids it. */
const refusals = new Set([
  'AGENT_NOT_IDLE',
  'CONVERSATION_GROWS',
  'CONVERSATION_TAKEN',
  'LOOP_BUSY',
  'LOOP_HELD',
  'LOOP_NOT_RUNNING',
  'LOOP_STOPPED',
])

/** Does it, and says how it went; what the launcher refuses is no failure. Throws only bugs. */
export async function outcomeOf(act: () => Promise<string>): Promise<ControlOutcome> {
  try {
    return { outcome: 'done', detail: await act() }
  } catch (error) {
    if (!isCcCiError(error)) throw error
    return { outcome: kindOf(error.code), detail: `${error.code}: ${error.message}` }
  }
}

function kindOf(code: string): 'refused' | 'undelivered' | 'failed' {
  if (code === 'MESSAGE_NOT_ACKNOWLEDGED') return 'undelivered'
  return refusals.has(code) ? 'refused' : 'failed'
}
