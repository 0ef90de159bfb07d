import { z } from 'zod'

/** What a watchdog that lives writes at each tick; whoever finds an old one knows that it does not. */
export const heartbeatSchema = z.object({
  schemaVersion: z.literal(1),
  pid: z.number(),
  epoch: z.number(),
  version: z.string(),
  /** Epoch seconds. */
  at: z.number(),
  /** Why it does nothing but look; null when it acts. */
  observesOnly: z.string().nullable(),
  loops: z.array(
    z.object({
      name: z.string(),
      role: z.string(),
      state: z.string(),
      /** Epoch seconds. */
      since: z.number(),
      why: z.array(z.string()),
      next: z.object({ what: z.string(), at: z.number() }).nullable(),
      pending: z.string().nullable(),
    }),
  ),
})

export type Heartbeat = z.infer<typeof heartbeatSchema>
