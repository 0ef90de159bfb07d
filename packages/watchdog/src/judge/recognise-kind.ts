import type { RecordingKind } from './judgement.js'

type Fields = Readonly<Record<string, unknown>>

/** Types that only one of both has. */
const streamTypes = new Set('result rate_limit_event stream_event control_request control_response'.split(' '))

/** Lines that are looked at; a recording does not change its kind. */
const looked = 200

/** By content alone: what a file is called says nothing. */
export function recogniseKind(text: string): RecordingKind {
  const whole = parseJson(text)
  if (whole !== undefined) return commonKind(Array.isArray(whole) ? whole : [whole])
  const lines = text.split('\n', looked).filter((line) => line.trim() !== '')
  if (lines.length === 0) return 'unknown'
  const objects = lines.map(parseJson).filter(isFields)
  // An agent may print JSON lines on its screen; records have few other lines, except for torn ones.
  const starting = lines.filter((line) => /^\0*\{"/.test(line)).length
  if (starting * 2 <= lines.length) return /^[\0\s]*$/.test(text) ? 'unknown' : 'pane'
  return commonKind(objects)
}

function commonKind(values: readonly unknown[]): RecordingKind {
  const kinds = values.filter(isFields).map(kindOf)
  const count = (kind: RecordingKind) => kinds.filter((each) => each === kind).length
  const known = [...new Set(kinds)].filter((kind) => kind !== 'unknown')
  return known.sort((one, other) => count(other) - count(one))[0] ?? 'unknown'
}

function kindOf(fields: Fields): RecordingKind {
  const has = (...names: readonly string[]) => names.some((name) => name in fields)
  if (has('hook_event_name')) return 'hooks'
  if (typeof fields.type === 'string') return kindOfMessage(fields.type, has)
  if (typeof fields.pid === 'number' && has('sessionId')) return 'registry'
  return has('session_id') && has('model', 'workspace', 'context_window', 'cost', 'rate_limits')
    ? 'statusline'
    : 'unknown'
}

function kindOfMessage(type: string, has: (...names: readonly string[]) => boolean): RecordingKind {
  if (has('sessionId', 'parentUuid', 'isSidechain')) return 'transcript'
  if (streamTypes.has(type) || has('session_id', 'isReplay', 'parent_tool_use_id')) return 'stream-json'
  return 'transcript'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\0+/, '')) as unknown
  } catch {
    return undefined
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
