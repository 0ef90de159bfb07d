import { apiErrorNames } from '../records/api-errors.js'
import { type AfterLimit, type RetryCause, retryCauses, type Step, simpleSteps } from './steps.js'

const daySeconds = 86_400
const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: daySeconds }

/** What may stand in a script, for hints. */
export const stepForms = [
  'turn ok [text]',
  'tool <time> [command]',
  'run: <shell command>',
  'background <time>',
  'permission [command]',
  'error <name>',
  'subagent error <name>',
  'limit +<time> auto|missed|stop',
  'limit weekly [+<time>]',
  '529|econnreset|401 x<n>',
  'usage <n>%',
  'context <n>%',
  'wait <time>',
  'exit <code>',
  ...simpleSteps,
]

type Reader = (rest: string) => Step | undefined

const readers: Readonly<Record<string, Reader>> = {
  turn: (rest) => {
    const text = /^ok(?: ([\s\S]+))?$/.exec(rest)
    return text === null ? undefined : { kind: 'answer', text: text[1] ?? 'ok' }
  },
  tool: (rest) => {
    const [time = '', command] = splitFirst(rest)
    const seconds = readSeconds(time)
    return seconds === undefined ? undefined : { kind: 'tool', seconds, command: command ?? `sleep ${seconds}` }
  },
  background: (rest) => withSeconds(rest, (seconds) => ({ kind: 'background', seconds })),
  wait: (rest) => withSeconds(rest, (seconds) => ({ kind: 'wait', seconds })),
  permission: (rest) => ({ kind: 'permission', command: rest === '' ? 'touch marker' : rest }),
  error: (rest) => (apiErrorNames.includes(rest) ? { kind: 'error', name: rest } : undefined),
  subagent: (rest) => {
    const [, name = ''] = /^error (\S+)$/.exec(rest) ?? []
    return apiErrorNames.includes(name) ? { kind: 'subagent-error', name } : undefined
  },
  limit: readLimit,
  usage: (rest) => readPercent('usage', rest),
  context: (rest) => readPercent('context', rest),
  exit: (rest) => (/^\d{1,3}$/.test(rest) && Number(rest) < 256 ? { kind: 'exit', code: Number(rest) } : undefined),
  ...Object.fromEntries(retryCauses.map((cause) => [cause, (rest: string) => readRetry(cause, rest)])),
}

/** Reads one step in words; undefined when there is no such step. */
export function parseStep(text: string): Step | undefined {
  const simple = simpleSteps.find((each) => each === text)
  if (simple !== undefined) return { kind: simple }
  const [verb = '', rest = ''] = splitFirst(text)
  return readers[verb]?.(rest)
}

function splitFirst(text: string): [string, string?] {
  const at = text.search(/\s/)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at).trim()]
}

function readSeconds(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? []
  return amount === undefined ? undefined : Number(amount) * (unitSeconds[unit ?? ''] ?? 1)
}

function withSeconds(text: string, make: (seconds: number) => Step): Step | undefined {
  const seconds = readSeconds(text)
  return seconds === undefined ? undefined : make(seconds)
}

function readPercent(kind: 'usage' | 'context', text: string): Step | undefined {
  const [, percent] = /^(\d{1,3})%$/.exec(text) ?? []
  return percent === undefined || Number(percent) > 100 ? undefined : { kind, percent: Number(percent) }
}

function readRetry(cause: RetryCause, text: string): Step | undefined {
  const [, times] = /^x(\d{1,2})$/.exec(text) ?? []
  return times === undefined ? undefined : { kind: 'retry', cause, times: Number(times) }
}

function readLimit(text: string): Step | undefined {
  const [first = '', second] = splitFirst(text)
  if (first === 'weekly') {
    const seconds = second === undefined ? 3 * daySeconds : readSeconds(second.replace(/^\+/, ''))
    return seconds === undefined ? undefined : { kind: 'limit', limit: { window: 'seven_day', seconds, after: 'menu' } }
  }
  const seconds = first.startsWith('+') ? readSeconds(first.slice(1)) : undefined
  const after = (['auto', 'missed', 'stop'] satisfies AfterLimit[]).find((each) => each === (second ?? 'stop'))
  if (seconds === undefined || after === undefined) return undefined
  return { kind: 'limit', limit: { window: 'five_hour', seconds, after } }
}
