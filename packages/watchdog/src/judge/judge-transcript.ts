import {
  type ErrorClass,
  emptyTranscript,
  errorOf,
  failingStreak,
  limitOf,
  type Mark,
  type Outcome,
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

interface FailureState {
  readonly state: StateName
  readonly agrees: (streak: readonly Outcome[], read: TranscriptState) => boolean
}

/** Errors that have a state of their own; all others are trouble that passes, or that a person looks at. */
const failureStates: Partial<Record<ErrorClass, FailureState>> = {
  thinking: { state: 'POISONED', agrees: isHopeless },
  'tool-history': { state: 'POISONED', agrees: isHopeless },
  // Twice after a compaction was asked for: that was the cure.
  'too-long': {
    state: 'CONTEXT_DEAD',
    agrees: (streak, { compactAskedAt }) =>
      streak.filter(({ at }) => compactAskedAt !== null && at > compactAskedAt).length > 1,
  },
  authentication: { state: 'AUTH_BLOCKED', agrees: () => true },
  billing: { state: 'BILLING_BLOCKED', agrees: () => true },
}

function failureState(read: TranscriptState): StateName | undefined {
  const streak = failingStreak(read.outcomes)
  const found = streak.at(-1)?.class
  if (found === undefined || found === 'success') return undefined
  const special = failureStates[found]
  return special?.agrees(streak, read) === true ? special.state : 'API_TROUBLE'
}

function isHopeless(streak: readonly Outcome[]): boolean {
  return streak.length >= hopeless && streak.some(({ ours }) => ours)
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
