import { z } from 'zod'

const sessionId = z.string()
const runId = z.string().describe('one start of the agent, until its end')

/** Why a run was ended; only after `stop` nobody may start it but a person. */
const ending = z.enum(['stop', 'restart', 'dialog', 'start-timeout', 'second-owner', 'lost'])

export const journalEventSchema = z.discriminatedUnion('event', [
  z.looseObject({
    event: z.literal('session'),
    sessionId,
    reason: z.enum(['first', 'fresh', 'transcript-missing']),
    previous: sessionId.optional(),
  }),
  z.looseObject({
    event: z.literal('starting'),
    runId,
    sessionId,
    resumed: z.boolean(),
    version: z.string().optional(),
    model: z.string().optional(),
    phase: z.string().optional(),
  }),
  z.looseObject({ event: z.literal('started'), runId, pid: z.number(), agentPid: z.number() }),
  z.looseObject({ event: z.literal('ready'), runId }),
  z.looseObject({ event: z.literal('delivering'), runId, messageId: z.string(), kind: z.string() }),
  z.looseObject({ event: z.literal('delivered'), runId, messageId: z.string(), kind: z.string(), record: z.string() }),
  z.looseObject({
    event: z.literal('undelivered'),
    runId,
    messageId: z.string(),
    kind: z.string(),
    reason: z.string(),
  }),
  z.looseObject({ event: z.literal('stopping'), reason: ending }),
  z.looseObject({
    event: z.literal('exited'),
    runId,
    code: z.number().nullable().describe('null when a signal ended it'),
    signal: z.string().nullable(),
  }),
  z.looseObject({ event: z.literal('reaped'), runId, pids: z.array(z.number()) }),
  z.looseObject({ event: z.literal('held'), reason: z.string() }),
  z.looseObject({ event: z.literal('released') }),
  z.looseObject({ event: z.literal('torn-tail-dropped'), bytes: z.number() }),
  z.looseObject({ event: z.literal('quarantined'), file: z.string(), lines: z.array(z.number()) }),
])

/** What happened to a loop. */
export type JournalEvent = z.infer<typeof journalEventSchema>

/** One line of `journal.jsonl`: numbered from 1 without gaps, `at` in epoch seconds. */
export type JournalRecord = JournalEvent & { readonly seq: number; readonly at: number }
