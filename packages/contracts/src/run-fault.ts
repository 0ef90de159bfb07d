import { z } from 'zod'
import { tierNames } from './tier-names.js'

export const faultClasses = ['recipe', 'app', 'harness', 'infra'] as const

/** Why a run is not green, by the first thing that went wrong. */
export const runFaultSchema = z.object({
  class: z.enum(faultClasses),
  code: z.string().describe('stable UPPER_SNAKE name of what happened, such as CRASH_LOOP'),
  tier: z.enum(tierNames).nullable(),
  service: z.string().nullable(),
  evidence: z.string().describe('one sentence: the thing, its state'),
  hint: z.string().nullable().default(null).describe('what to do about it, when that is known'),
  task: z.string().nullable().default(null).describe('id of the Swarm task that failed'),
  exitCode: z.number().int().nullable().default(null).describe('how its container ended, when it has'),
  oomKilled: z.boolean().nullable().default(null).describe('whether it was killed for want of memory; null is unknown'),
  logs: z.array(z.string()).describe('at most the last 40 lines of the failed service'),
  noLogs: z.string().nullable().default(null).describe('why the failed service has no logs, when it has none'),
})
