import type { TokenCount } from '../usage/token-count.js'
import type { TranscriptRecord } from './transcript-record.js'

/** What the model of this name says never went through a model: the client writes its own errors and notes under it. */
export const madeUp = '<synthetic>'

/** One answer of a model, as one of its records has it; a later record of the same id has its newer tokens. */
export interface Answer {
  readonly id: string
  readonly model: string
  /** Of an agent that the agent itself started. */
  readonly sidechain: boolean
  readonly tokens: TokenCount
}

/** Undefined for a record of another kind, and for an answer that no model gave or that names no usage. */
export function answerOf({
  type,
  message,
  isSidechain,
}: Pick<TranscriptRecord, 'type' | 'message' | 'isSidechain'>): Answer | undefined {
  const { id = '', model = 'unknown', usage } = message ?? {}
  if (type !== 'assistant' || id === '' || usage === undefined || model === madeUp) return undefined
  return {
    id,
    model,
    sidechain: isSidechain === true,
    tokens: {
      input: usage.input_tokens,
      output: usage.output_tokens,
      cacheRead: usage.cache_read_input_tokens,
      cacheWrite: usage.cache_creation_input_tokens,
    },
  }
}
