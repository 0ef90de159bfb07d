import { emptyStream, readStreamLine, type StreamFacts, totalTokens } from '@cc-ci/contracts/agent-client'
import type { StateName } from '../decide/state-name.js'
import { type Judgement, mayTypeIn, nothingKnown } from './judgement.js'
import { readLines } from './read-lines.js'
import type { Recording } from './recording.js'

/** What a headless client printed: its `result` ends a turn, and only `is_error` tells whether it failed. */
export function judgeStream({ text }: Recording): Omit<Judgement, 'file' | 'kind'> {
  const { state: read, marks } = readLines(text, { empty: emptyStream, read: readStreamLine })
  const state = stateOf(read)
  const { limit, error, result } = read
  return {
    ...nothingKnown,
    state,
    turn: read.turn,
    limit: limit === null ? null : { kind: limit.kind, until: limit.until, armed: false },
    error: error === null ? null : { class: error.class, streak: error.streak },
    usage: totalTokens(read.tokens) === 0 ? null : read.tokens,
    mayType: mayTypeIn(state),
    evidence: [
      ...(limit === null
        ? []
        : [{ line: limit.line, why: `limit ${limit.kind} until ${limit.until ?? 'nobody says when'}` }]),
      ...(result === null ? [] : [{ line: result, why: describe(read) }]),
      ...marks,
    ],
  }
}

function stateOf({ turn, limit, error }: StreamFacts): StateName {
  if (turn === 'busy') return 'BUSY'
  if (limit !== null) return 'LIMITED'
  if (error === null) return 'IDLE'
  if (error.class === 'authentication') return 'AUTH_BLOCKED'
  return error.class === 'billing' ? 'BILLING_BLOCKED' : 'API_TROUBLE'
}

function describe({ error, turn }: StreamFacts): string {
  if (turn === 'busy') return 'the result of an earlier turn; another one runs'
  return error === null ? 'the turn is over and succeeded' : `the turn is over and failed: ${error.class}`
}
