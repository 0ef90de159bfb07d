import { addTokens, type TokenCount } from '../usage/token-count.js'
import { keepNewest } from './keep-newest.js'
import type { TranscriptRecord } from './transcript-record.js'

const rememberedAnswers = 64

/** Tokens of all answers, and what is needed to count each once. */
export interface TokenTally {
  readonly tokens: TokenCount
  /** Answers of the main thread. */
  readonly successes: number
  /** The last answers, whose further lines replace their tokens. */
  readonly answers: readonly { readonly id: string; readonly tokens: TokenCount }[]
}

/** One answer is several lines that repeat its tokens: it counts once, as its last line says. */
export function countTokens<Tally extends TokenTally>(
  state: Tally,
  { type, message, isSidechain }: Pick<TranscriptRecord, 'type' | 'message' | 'isSidechain'>,
): Tally {
  const { id, model, usage } = message ?? {}
  if (type !== 'assistant' || id === undefined || usage === undefined || model === '<synthetic>') return state
  const tokens: TokenCount = {
    input: usage.input_tokens,
    output: usage.output_tokens,
    cacheRead: usage.cache_read_input_tokens,
    cacheWrite: usage.cache_creation_input_tokens,
  }
  const known = state.answers.find((each) => each.id === id)
  const others = state.answers.filter((each) => each.id !== id)
  const counted = known === undefined ? tokens : subtract(tokens, known.tokens)
  return {
    ...state,
    tokens: addTokens(state.tokens, counted),
    successes: state.successes + (known === undefined && isSidechain !== true ? 1 : 0),
    answers: keepNewest([...others, { id, tokens }], rememberedAnswers),
  }
}

function subtract(one: TokenCount, other: TokenCount): TokenCount {
  return {
    input: one.input - other.input,
    output: one.output - other.output,
    cacheRead: one.cacheRead - other.cacheRead,
    cacheWrite: one.cacheWrite - other.cacheWrite,
  }
}
