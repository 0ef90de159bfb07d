import { type ErrorClass, emptyHooks, type HookState, readHookLine } from '@cc-ci/contracts/agent-client'
import type { StateName } from '../decide/state-name.js'
import { type Judgement, mayTypeIn, nothingKnown } from './judgement.js'
import { readLines } from './read-lines.js'
import type { Recording } from './recording.js'

/**
 * What the client's own words for a failed turn say. They hide the cause: a conversation that nothing mends is
 * `unknown` there, and a limit is not told from a server that is busy.
 */
const classes: Readonly<Record<string, ErrorClass | undefined>> = {
  rate_limit: 'limit',
  authentication_failed: 'authentication',
  oauth_org_not_allowed: 'authentication',
  billing_error: 'billing',
  server_error: 'server',
  invalid_request: 'invalid-request',
}
const failureStates: Partial<Record<ErrorClass, StateName>> = {
  limit: 'LIMITED',
  authentication: 'AUTH_BLOCKED',
  billing: 'BILLING_BLOCKED',
}

/** The spool of the client's hooks: edges of turns, and what a turn waits for. A failure is confirmed by the transcript. */
export function judgeHooks({ text }: Recording): Omit<Judgement, 'file' | 'kind'> {
  const { state: read, marks } = readLines(text, { empty: emptyHooks, read: readHookLine })
  const error = errorOf(read)
  const state = stateOf(read, error)
  const permission = read.turn?.turn === 'permission'
  return {
    ...nothingKnown,
    state,
    turn: turnOf(state, read),
    dialog: permission ? { kind: 'permission', cursor: null } : null,
    limit: state === 'LIMITED' ? { kind: 'unknown', until: null, armed: false } : null,
    error: error === null ? null : { class: error, streak: 1 },
    mayType: mayTypeIn(state),
    evidence: [...marksOf(read), ...marks],
  }
}

function errorOf({ turn }: HookState): ErrorClass | null {
  return turn?.turn === 'failed' ? (classes[turn.error ?? ''] ?? 'unknown') : null
}

function stateOf({ turn, backgroundTasks }: HookState, error: ErrorClass | null): StateName {
  switch (turn?.turn) {
    case undefined:
      return 'UNKNOWN'
    case 'busy':
      return 'BUSY'
    case 'permission':
      return 'WAITING_PERMISSION'
    case 'input':
      return 'DIALOG'
    case 'ended':
      return 'DEAD'
    case 'failed':
      return failureStates[error ?? 'unknown'] ?? 'API_TROUBLE'
    case 'idle':
      return backgroundTasks > 0 ? 'BUSY' : 'IDLE'
  }
}

function turnOf(state: StateName, { turn }: HookState): Judgement['turn'] {
  if (turn === null) return null
  if (state === 'BUSY') return 'busy'
  if (state === 'DEAD') return 'exited'
  return turn.turn === 'permission' || turn.turn === 'input' ? 'dialog' : 'idle'
}

const meanings = {
  idle: 'the turn is over',
  busy: 'a turn runs',
  permission: 'waits for a permission',
  input: 'waits for an answer',
  failed: 'the turn failed; the transcript has to confirm it, for helpers fail, too',
  ended: 'the session has ended',
}

function marksOf({ turn, backgroundTasks }: HookState): Judgement['evidence'] {
  if (turn === null) return []
  const tasks = turn.turn === 'idle' && backgroundTasks > 0 ? `, but background tasks go on: ${backgroundTasks}` : ''
  return [{ line: turn.line, why: `${meanings[turn.turn]}${tasks}` }]
}
