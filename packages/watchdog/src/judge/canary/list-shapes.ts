import { isKnownHint, plainCapture, readScreen } from '@cc-ci/contracts/agent-client'
import type { RecordingKind } from '../judgement.js'

type Fields = Readonly<Record<string, unknown>>

/** Fields whose own fields are looked at, too. */
const opened = new Set(
  'message origin quotaLimits rate_limits rate_limit_info context_window background_tasks'.split(' '),
)

/** Fields whose values are words of the client; all other values are content. */
const wordFields = new Set(
  'type subtype status waitingFor kind entrypoint hook_event_name notification_type error apiError apiErrorType api_error terminal_reason rateLimitType stop_reason level'.split(
    ' ',
  ),
)

export interface Shape {
  /** The record's type or event; empty where there is only one. */
  readonly group: string
  /** A key such as `message.usage`, a word such as `status=idle`, or an anchor of the screen. */
  readonly name: string
  readonly line: number
}

/** Names of fields and words of the client in a recording, or the anchors of its screen; never its content. */
export function listShapes(kind: RecordingKind, text: string): readonly Shape[] {
  return kind === 'pane' ? listAnchors(text) : readObjects(text).flatMap(({ fields, line }) => shapesOf(fields, line))
}

function shapesOf(fields: Fields, line: number): readonly Shape[] {
  const group = String(fields.hook_event_name ?? fields.type ?? '')
  return namesOf(fields, '').map((name) => ({ group, name, line }))
}

function namesOf(fields: Fields, path: string): readonly string[] {
  return Object.entries(fields).flatMap(([key, value]) => {
    const name = `${path}${key}`
    const word = wordFields.has(key) && typeof value === 'string' ? [`${name}=${value}`] : []
    const inner = opened.has(key) ? [value].flat().filter(isFields) : []
    return [name, ...word, ...inner.flatMap((each) => namesOf(each, `${name}.`))]
  })
}

function readObjects(text: string): readonly { fields: Fields; line: number }[] {
  const whole = parse(text)
  if (whole !== undefined)
    return [whole]
      .flat()
      .filter(isFields)
      .map((fields) => ({ fields, line: 1 }))
  return text.split('\n').flatMap((line, index) => {
    const fields = parse(line)
    return isFields(fields) ? [{ fields, line: index + 1 }] : []
  })
}

/** Only what the client draws around its composer: answers hold anything. */
function listAnchors(text: string): readonly Shape[] {
  const screen = readScreen(text)
  const lines = plainCapture(text).split('\n')
  const footer = lines.findLastIndex((line) => /^ {2}(⏵⏵|⏸) /.test(line))
  const words = footer < 0 ? [] : (lines[footer] ?? '').trim().split(' · ')
  const anchor = (name: string, line = 1) => ({ group: 'screen', name, line })
  const asks = screen.dialog?.kind === 'unknown'
  return [
    ...(screen.turn === 'unknown' ? [anchor('neither composer nor dialog')] : []),
    ...(asks ? [anchor(`dialog at "${screen.dialog?.cursor ?? ''}"`, screen.marks[0]?.line)] : []),
    ...words.map((word) => anchor(word, footer + 1)),
    ...(screen.hint === undefined || isKnownHint(screen.hint) ? [] : [anchor(`hint "${screen.hint}"`)]),
  ]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
