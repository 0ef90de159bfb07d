import { z } from 'zod'

const limit = z.object({ used_percentage: z.number(), resets_at: z.number() })
const schema = z.object({
  session_id: z.string(),
  model: z.object({ id: z.string() }).optional().catch(undefined),
  context_window: z.object({ used_percentage: z.number() }).optional().catch(undefined),
  rate_limits: z.record(z.string(), z.unknown()).optional().catch(undefined),
})

export interface UsageLimit {
  /** The client's own name of it, such as `five_hour`. */
  readonly window: string
  readonly usedPercent: number
  /** Epoch seconds. */
  readonly resetsAt: number
}

/** What the client told its status line last. */
export interface Statusline {
  readonly sessionId: string
  readonly model: string | undefined
  /** How much of the context window is used. */
  readonly contextPercent: number | undefined
  /** Only those that the client names: it knows none before the first answer, or without a subscription. */
  readonly limits: readonly UsageLimit[]
}

/** Reads the JSON that the client hands to its status line; undefined for what is none, such as a torn file. */
export function readStatusline(text: string): Statusline | undefined {
  const read = schema.safeParse(parseJson(text))
  if (!read.success) return undefined
  const { session_id, model, context_window, rate_limits } = read.data
  return {
    sessionId: session_id,
    model: model?.id,
    contextPercent: context_window?.used_percentage,
    limits: Object.entries(rate_limits ?? {}).flatMap(([window, value]) => {
      const { data } = limit.safeParse(value)
      return data === undefined ? [] : [{ window, usedPercent: data.used_percentage, resetsAt: data.resets_at }]
    }),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
