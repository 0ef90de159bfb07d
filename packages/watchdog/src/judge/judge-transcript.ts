import {
  emptyTranscript,
  errorOf,
  failingStreak,
  limitOf,
  type Mark,
  readTranscriptLine,
  type TranscriptState,
  totalTokens,
} from '@cc-ci/contracts/agent-client'
import type { StateName } from '../decide/state-name.js'
import { type Judgement, mayTypeIn, nothingKnown } from './judgement.js'
import { readLines } from './read-lines.js'
import type { JudgeOptions, Recording } from './recording.js'

/** Turns in a row that failed in the same way, after which a conversation is given up. */
const hopeless = 3

/** A transcript, as of its last record: whether a limit is over by now is for whoever has a clock. */
export function judgeTranscript({ text }: Recording, { zone }: JudgeOptions): Omit<Judgement, 'file' | 'kind'> {
  const { state: read, marks } = readLines(text, { empty: emptyTranscript(zone ?? null), read: readTranscriptLine })
  const turn = turnOf(read)
  const state = stateOf(read, turn)
  const error = errorOf(read)
  const limit = limitOf(read)
  return {
    ...nothingKnown,
    state,
    turn,
    limit: limit === null ? null : { kind: limit.kind, until: limit.until, armed: limit.armed },
    error: error === null ? null : { class: error.class, streak: error.streak },
    usage: totalTokens(read.tokens) === 0 ? null : read.tokens,
    mayType: mayTypeIn(state),
    evidence: [...marksOf(read), ...marks],
  }
}

function turnOf({ last }: TranscriptState): 'idle' | 'busy' | null {
  if (last === null) return null
  return ['prompt', 'tool', 'continuation'].includes(last.kind) ? 'busy' : 'idle'
}

function stateOf(read: TranscriptState, turn: 'idle' | 'busy' | null): StateName {
  if (turn === 'busy') return 'BUSY'
  if (limitOf(read) !== null) return 'LIMITED'
  if (turn === null) return 'UNKNOWN'
  return failureState(read) ?? 'IDLE'
}

function failureState(read: TranscriptState): StateName | undefined {
  const streak = failingStreak(read.outcomes)
  switch (streak.at(-1)?.class) {
    case undefined:
    case 'success':
      return undefined
    case 'thinking':
    case 'tool-history':
      return streak.length >= hopeless && streak.some(({ ours }) => ours) ? 'POISONED' : 'API_TROUBLE'
    case 'too-long': {
      const { compactAskedAt } = read
      const since = streak.filter(({ at }) => compactAskedAt !== null && at > compactAskedAt)
      return since.length > 1 ? 'CONTEXT_DEAD' : 'API_TROUBLE'
    }
    case 'authentication':
      return 'AUTH_BLOCKED'
    case 'billing':
      return 'BILLING_BLOCKED'
    default:
      return 'API_TROUBLE'
  }
}

function marksOf(read: TranscriptState): readonly Mark[] {
  const { last, notice } = read
  const streak = failingStreak(read.outcomes)
  const limit = limitOf(read)
  const until = limit?.until == null ? 'nobody says until when' : `until ${limit.until}`
  const armed = limit?.armed === true ? ', goes on by itself' : ''
  const limitLine = read.outcomes.find(({ uuid }) => uuid === limit?.uuid)?.line ?? notice?.line ?? 0
  return [
    ...streak.map(({ line, class: found, ours }, index) => ({
      line,
      why: `error of class ${found}, ${index + 1} in a row${ours ? ', after a message of ours' : ''}`,
    })),
    ...(limit === null ? [] : [{ line: limitLine, why: `limit ${limit.kind}: ${until}${armed}` }]),
    ...(last === null || last.kind === 'error'
      ? []
      : [{ line: last.line, why: `the last record of a turn: ${last.kind}` }]),
    ...(read.nearLimitUntil === null ? [] : [{ line: last?.line ?? 0, why: 'said that a limit is near' }]),
  ]
}
