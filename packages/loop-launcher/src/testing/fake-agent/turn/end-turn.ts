import { randomUUID } from 'node:crypto'
import { type ApiError, apiErrorNamed } from '../records/api-errors.js'
import { answerRecords, errorRecord } from '../records/assistant-records.js'
import { type HitLimit, limitError } from '../records/limit.js'
import { interruptionRecord } from '../records/user-records.js'
import type { StepOf, Turn } from './turn.js'
import type { TurnEnd } from './turn-end.js'

/** Writes what the model answers, and shows it. */
export function answer({ session, stage, stepsLeft }: Turn, text: string): TurnEnd {
  const blocks = [
    { type: 'thinking', thinking: 'let me think', signature: 'c2NyaXB0ZWQ=' },
    { type: 'text', text },
  ] as const
  session.meter.countAnswer()
  const stopReason = stepsLeft > 0 ? 'tool_use' : 'end_turn'
  for (const body of answerRecords(session.facts.model, blocks, stopReason)) stage.recorded(session.record(body))
  stage.show({ kind: 'answer', text })
  return { kind: 'answered', text }
}

/** Ends the turn with an error, which is recorded as the client would. */
export function fail({ session, stage }: Turn, error: ApiError, hit?: HitLimit): TurnEnd {
  stage.recorded(session.record(errorRecord(error, hit?.limit)))
  stage.show({ kind: 'error', text: error.shown ?? error.text, mark: error.mark })
  return { kind: 'failed', error, ...(hit !== undefined && { limit: hit }) }
}

/** A helper fails: its own conversation and the hooks tell so, and the turn goes on. */
export async function failAside({ session }: Turn, { name }: StepOf<'subagent-error'>): Promise<undefined> {
  const { error, text } = apiErrorNamed(name)
  const agentId = randomUUID().slice(0, 8)
  session.transcript.appendAside(agentId, errorRecord(apiErrorNamed(name)))
  const helper = { agent_id: agentId, agent_type: 'general-purpose' }
  await session.hooks.fire({
    hook_event_name: 'StopFailure',
    ...session.turnFields,
    ...helper,
    error,
    last_assistant_message: text,
  })
}

/** Ends the turn at a usage limit, which from now on is known to be hit. */
export function failAtLimit(turn: Turn, hit: HitLimit): TurnEnd {
  turn.session.limit = hit
  turn.session.meter.hit(hit.limit)
  return fail(turn, limitError(hit.limit, turn.session.clock.now()), hit)
}

/** Ends the turn as somebody's Escape does. */
export function interrupt({ session, stage }: Turn): TurnEnd {
  stage.recorded(session.record(interruptionRecord()))
  stage.show({ kind: 'interrupted' })
  return { kind: 'interrupted' }
}
