import type { TranscriptFact } from './facts.js'
import { fixedRules } from './fixed-rules.js'
import type { Look } from './look.js'
import type { LoopMemory } from './loop-memory.js'
import { isResting } from './turn.js'

type Notes = Pick<LoopMemory, 'checkpoint' | 'oddities' | 'strangeGrowth' | 'limit' | 'troubleSince' | 'healthyAt'>

export function noteTranscript(look: Look): Notes {
  const transcript = look.known.transcript
  if (transcript === null) return look.memory
  const { checkpoint, oddities } = noteSize(look.memory, transcript)
  return {
    checkpoint,
    oddities,
    strangeGrowth: noteStrangeGrowth(look, transcript),
    limit: noteLimit(look, transcript),
    troubleSince: transcript.error === null ? null : (look.memory.troubleSince ?? look.now.mono),
    healthyAt: noteHealth(look, transcript),
  }
}

/** W-33: one file of records only grows; W-26: a conversation keeps its model. */
function noteSize(
  { checkpoint: before, oddities }: LoopMemory,
  { sessionId, records, model }: TranscriptFact,
): Pick<Notes, 'checkpoint' | 'oddities'> {
  if (before?.sessionId !== sessionId) return { checkpoint: { sessionId, records, model }, oddities }
  if (records === before.records && model === before.model) return { checkpoint: before, oddities }
  const shrunk = records < before.records
  const changed = model !== null && before.model !== null && model !== before.model
  const odd = new Set(oddities)
  if (shrunk) odd.add('shrunk')
  if (changed) odd.add('model-changed')
  return {
    checkpoint: { sessionId, records: Math.max(records, before.records), model: model ?? before.model },
    oddities: odd.size === oddities.length ? oddities : [...odd],
  }
}

/**
 * Records that somebody else wrote: they are younger than the idleness of our own agent, and a look at the registry
 * after them still found it idle since before.
 */
function noteStrangeGrowth(look: Look, { last }: TranscriptFact): LoopMemory['strangeGrowth'] {
  const { turn } = look
  const registry = look.fresh.registry
  const before = look.memory.strangeGrowth
  if (registry === null || !isResting(turn) || turn.since === null) return null
  // What our own message sets off may be written before the client says that it is busy.
  const sent = look.loop.nudges.at(-1)?.at ?? 0
  if (look.now.wall - sent < fixedRules.ownEcho) return before
  const same = before !== null && before.idleSince === turn.since ? before : null
  if (last === null || last.kind === 'notice' || last.uuid === same?.uuid) return same
  const strange = last.at > turn.since + 5 && registry.at.wall > last.at + 2
  return strange ? { idleSince: turn.since, uuid: last.uuid, times: (same?.times ?? 0) + 1 } : same
}

/** W-02: void after a success. */
function noteLimit(look: Look, { limit, succeededAt }: TranscriptFact): LoopMemory['limit'] {
  if (limit === null || (succeededAt ?? 0) > limit.at) return null
  return look.memory.limit ?? { since: limit.at, probes: 0 }
}

/** Half an hour without a restart, with a turn that succeeded since: uptime alone is no health. */
function noteHealth({ loop, memory, now }: Look, { succeededAt }: TranscriptFact): number {
  const last = loop.restarts.at(-1)?.at
  if (last === undefined || now.wall - last < fixedRules.window) return memory.healthyAt
  return (succeededAt ?? 0) > last ? Math.max(memory.healthyAt, last) : memory.healthyAt
}

/** One mark per ten minutes of the last hour; a new commit begins anew, for then the tokens were not burnt in vain. */
export function noteBurn(look: Look): LoopMemory['burn'] {
  const transcript = look.known.transcript
  const commit = look.known.work?.commit ?? look.memory.burn.commit
  const { marks } = look.memory.burn
  if (transcript === null) return look.memory.burn
  const mark = { at: look.now.wall, compactions: transcript.compactions, outputTokens: transcript.outputTokens }
  const last = marks.at(-1)
  const shrunk = last !== undefined && transcript.outputTokens < last.outputTokens
  if (commit !== look.memory.burn.commit || shrunk || last === undefined) return { marks: [mark], commit }
  if (mark.at - last.at < 600) return look.memory.burn
  return { marks: [...marks.filter(({ at }) => mark.at - at <= 3600), mark], commit }
}
