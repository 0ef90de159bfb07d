import { messageIds } from '../find-acknowledgement.js'
import { keepNewest } from '../transcript/keep-newest.js'
import { type HookEvent, hookKey, parseHookLine } from './hook-event.js'

/** What the client's hooks wrote, each event once. */
export interface HookFact {
  /** Of the last `Stop`: work that goes on after its turn. */
  readonly backgroundTasks: number
  readonly last: { readonly event: string; readonly at: number } | null
  /** Ids of our messages that a prompt event had. */
  readonly acknowledged: readonly string[]
  /** Epoch seconds of the notification that it goes on after a limit. */
  readonly resumedByQuotaAt: number | null
  readonly unknownShapes: readonly string[]
}

/** How a turn stands by the last event that says so; `error` is the client's rough class of a failed one. */
interface HookTurn {
  readonly turn: 'idle' | 'busy' | 'permission' | 'input' | 'failed' | 'ended'
  readonly error: string | null
  readonly line: number
}

/** Plain JSON, of a size that does not grow with the spool. */
export interface HookState extends HookFact {
  readonly lines: number
  readonly tornLines: number
  readonly turn: HookTurn | null
  readonly seen: readonly string[]
}

export const emptyHooks: HookState = {
  backgroundTasks: 0,
  last: null,
  acknowledged: [],
  resumedByQuotaAt: null,
  unknownShapes: [],
  lines: 0,
  tornLines: 0,
  turn: null,
  seen: [],
}

const rememberedEvents = 256
const rememberedIds = 64

const turns: Readonly<Record<string, HookTurn['turn'] | undefined>> = {
  SessionStart: 'idle',
  SessionEnd: 'ended',
  UserPromptSubmit: 'busy',
  PreToolUse: 'busy',
  PostToolUse: 'busy',
  PermissionRequest: 'permission',
  Stop: 'idle',
  StopFailure: 'failed',
}
const eventsWithoutTurn = new Set(['Notification', 'SubagentStop', 'PreCompact', 'PostCompact'])
const notifications: Readonly<Record<string, HookTurn['turn'] | undefined>> = {
  permission_prompt: 'permission',
  idle_prompt: 'idle',
  agent_needs_input: 'input',
  quota_auto_resume_fired: 'busy',
}
const notificationsWithoutTurn = new Set(['quota_auto_resume_stale', 'quota_auto_resume_disabled'])

/** Adds one line of the spool. `seenAt`, in epoch seconds, is the time of an event that names none. */
export function readHookLine(before: HookState, line: string, seenAt = 0): HookState {
  const state = { ...before, lines: before.lines + 1 }
  if (line.trim() === '') return state
  const event = parseHookLine(line)
  if (event === undefined) return { ...state, tornLines: state.tornLines + 1 }
  const key = hookKey(event)
  if (state.seen.includes(key)) return state
  const noted = { ...state, seen: keepNewest([...state.seen, key], rememberedEvents) }
  // Helpers fail and stop, too; only the main thread's events say how the turn stands.
  if (event.agent_id !== undefined) return noted
  return readEvent(noted, event, timeOf(event, seenAt))
}

function readEvent(state: HookState, event: HookEvent, at: number): HookState {
  const { hook_event_name: name, notification_type: kind = '' } = event
  const turn = name === 'Notification' ? notifications[kind] : turns[name]
  const next: HookState = { ...state, last: { event: name, at } }
  const moved = turn === undefined ? next : { ...next, turn: { turn, error: event.error ?? null, line: state.lines } }
  if (name === 'Stop') return { ...moved, backgroundTasks: event.background_tasks?.length ?? 0 }
  if (name === 'UserPromptSubmit') {
    const ids = [...new Set([...state.acknowledged, ...messageIds(event.prompt ?? '')])]
    return { ...moved, acknowledged: keepNewest(ids, rememberedIds) }
  }
  if (kind === 'quota_auto_resume_fired') return { ...moved, resumedByQuotaAt: at }
  return withUnknown(moved, event)
}

function withUnknown(state: HookState, { hook_event_name: name, notification_type: kind = '' }: HookEvent): HookState {
  const known =
    name === 'Notification'
      ? notifications[kind] !== undefined || notificationsWithoutTurn.has(kind)
      : turns[name] !== undefined || eventsWithoutTurn.has(name)
  const shape = name === 'Notification' ? `notification "${kind}"` : `hook event "${name}"`
  if (known || state.unknownShapes.includes(shape)) return state
  return { ...state, unknownShapes: keepNewest([...state.unknownShapes, shape], 32) }
}

function timeOf({ timestamp }: HookEvent, seenAt: number): number {
  const at = Date.parse(timestamp ?? '') / 1000
  return Number.isFinite(at) ? at : seenAt
}

export function hookFact(state: HookState): HookFact {
  const { backgroundTasks, last, acknowledged, resumedByQuotaAt, unknownShapes } = state
  return { backgroundTasks, last, acknowledged, resumedByQuotaAt, unknownShapes }
}
