import { z } from 'zod'
import { tierNames } from './run-result.js'

const base = { at: z.number().describe('epoch seconds, with fractions'), runId: z.string() }
const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ ...base, type: z.literal(type), ...shape })

/** One line of a run's `events.jsonl`: progress, live page, waterfall and journal all read this one stream. */
export const runEventSchema = z.discriminatedUnion('type', [
  event('run.started', {
    recipe: z.string(),
    ref: z.string(),
    domain: z.string(),
    folder: z.string(),
    capacity: z.number().int().describe('how many runs may be on this host at once'),
  }),
  event('phase.started', { phase: z.string() }),
  event('phase.finished', { phase: z.string(), seconds: z.number() }),
  event('tier.started', { tier: z.enum(tierNames) }),
  event('tier.finished', {
    tier: z.enum(tierNames),
    status: z.enum(['pass', 'fail', 'skip', 'error']),
    seconds: z.number(),
  }),
  event('wait', { what: z.string(), waitingFor: z.string(), budgetSeconds: z.number() }),
  event('test.finished', {
    tier: z.enum(tierNames),
    name: z.string(),
    status: z.enum(['pass', 'fail', 'skip', 'error']),
  }),
  event('command', { line: z.string().describe('a program that was run, secrets masked') }),
  event('note', { severity: z.enum(['info', 'warning']), text: z.string() }),
  event('run.finished', { verdict: z.enum(['green', 'red', 'error']), level: z.number() }),
])

export type RunEvent = z.infer<typeof runEventSchema>

/** An event as the run states it; time and run id are added by the journal. */
export type RunEventBody = RunEvent extends infer Each
  ? Each extends RunEvent
    ? Omit<Each, 'at' | 'runId'>
    : never
  : never
