import { z } from 'zod'

/**
 * What the launcher tells a runner, in a file that only its user can read and that the runner removes: the environment
 * may hold keys.
 */
export const launchOrderSchema = z.strictObject({
  runId: z.string(),
  sessionId: z.string(),
  engine: z.enum(['terminal', 'stream-json']),
  command: z.array(z.string()).min(1),
  environment: z.record(z.string(), z.string()),
  folder: z.string().describe('where the agent works'),
  stateFolder: z.string(),
  killAfterMs: z.number().describe('from the request to end until the kill'),
  locks: z.array(z.string()).describe('what the runner must own alone for as long as the agent lives'),
})

export type LaunchOrder = z.infer<typeof launchOrderSchema>

/** Who runs, beside the journal; true only while the runner's locks are held. */
export const runMetadataSchema = z.strictObject({
  runId: z.string(),
  sessionId: z.string(),
  pid: z.number(),
  start: z.string(),
  agentPid: z.number(),
  agentStart: z.string(),
})

export type RunMetadata = z.infer<typeof runMetadataSchema>

/** As a lock that is taken gives it. */
export const lockTakenExitCode = 75
