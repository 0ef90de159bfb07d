import { addTokens, type TokenCount } from '../usage/token-count.js'
import { answerOf } from './answer-of.js'
import { keepNewest } from './keep-newest.js'

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
export function countTokens<Tally extends TokenTally>(state: Tally, record: Parameters<typeof answerOf>[0]): Tally {
  const answer = answerOf(record)
  if (answer === undefined) return state
  const { id, tokens, sidechain } = answer
  const known = state.answers.find((each) => each.id === id)
  const others = state.answers.filter((each) => each.id !== id)
  const counted = known === undefined ? tokens : subtract(tokens, known.tokens)
  return {
    ...state,
    tokens: addTokens(state.tokens, counted),
    successes: state.successes + (known === undefined && !sidechain ? 1 : 0),
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
