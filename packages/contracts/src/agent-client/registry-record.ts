import { z } from 'zod'

const schema = z.looseObject({
  pid: z.number().int().positive(),
  sessionId: z.string(),
  cwd: z.string(),
  procStart: z.coerce.string().optional(),
  version: z.string().optional(),
  status: z.string().optional(),
  waitingFor: z.string().optional(),
  statusUpdatedAt: z.number().optional(),
})

/** What the agent client writes about a live session in `sessions/<pid>.json`; stale after a kill. */
export type RegistryRecord = z.infer<typeof schema>

/** Undefined for what is no record: a failed probe is never a sign of death. */
export function parseRegistryRecord(text: string): RegistryRecord | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** `background`: its turn is over, but a shell it started still runs. */
export type Turn = 'idle' | 'busy' | 'waiting' | 'background' | 'unknown'

const turns: Readonly<Record<string, Turn>> = { idle: 'idle', busy: 'busy', waiting: 'waiting', shell: 'background' }

/** A status that a later client invents is unknown, not idle. */
export function turnOf({ status }: Pick<RegistryRecord, 'status'>): Turn {
  return turns[status ?? ''] ?? 'unknown'
}
