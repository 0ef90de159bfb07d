import type { JournalEntry } from './read-journal-entries.js'

export interface TimelineEvent {
  /** Epoch seconds. */
  readonly at: number
  readonly kind: 'start' | 'exit' | 'prompt' | 'hold' | 'note'
  /** Whether a person should look at it. */
  readonly trouble: boolean
  readonly text: string
}

/**
 * What a loop's journal tells, in words. Steps of a start that only say that it went on are left out; an exit says why,
 * if a stop was asked for before it.
 */
export function describeTimeline(entries: readonly JournalEntry[]): readonly TimelineEvent[] {
  let asked: string | undefined
  let since: number | undefined
  return entries.flatMap((entry) => {
    const described = describeEntry(entry, { asked, since })
    if (entry.event === 'starting') [asked, since] = [undefined, entry.at]
    if (entry.event === 'stopping') asked = textOf(entry.reason)
    return described === undefined ? [] : [{ at: entry.at, ...described }]
  })
}

interface Before {
  readonly asked: string | undefined
  readonly since: number | undefined
}

type Described = Omit<TimelineEvent, 'at'>

const describers: Readonly<Record<string, (entry: JournalEntry, before: Before) => Described>> = {
  starting: (entry) => event('start', describeStart(entry)),
  exited: (entry, before) => describeExit(entry, before),
  reaped: () => event('exit', 'was found without its runner, and was ended', true),
  delivered: ({ kind }) => event('prompt', `acknowledged ${messageOf(kind)}`),
  undelivered: ({ kind, reason }) => event('prompt', `did not take ${messageOf(kind)}: ${textOf(reason)}`, true),
  stopping: ({ reason }) => event('note', `asked to end: ${textOf(reason)}`, textOf(reason) !== 'stop'),
  held: ({ reason }) => event('hold', `held: ${textOf(reason)}`),
  released: () => event('hold', 'released'),
  session: ({ reason }) =>
    event('note', `new conversation: ${textOf(reason)}`, textOf(reason) === 'transcript-missing'),
  quarantined: ({ file }) => event('note', `part of its journal was corrupt and is kept in ${textOf(file)}`, true),
  'torn-tail-dropped': () => event('note', 'the last line of its journal was cut short by a crash', true),
}

function describeEntry(entry: JournalEntry, before: Before): Described | undefined {
  return Object.hasOwn(describers, entry.event) ? describers[entry.event]?.(entry, before) : undefined
}

const event = (kind: TimelineEvent['kind'], text: string, trouble = false): Described => ({ kind, text, trouble })

function describeStart({ resumed, version, model, phase }: JournalEntry): string {
  const details = [
    ...(typeof phase === 'string' ? [`phase ${phase}`] : []),
    ...(typeof model === 'string' ? [model] : []),
    ...(typeof version === 'string' ? [`client ${version}`] : []),
  ]
  return `${resumed === true ? 'resumed' : 'started'}${details.length === 0 ? '' : `: ${details.join(', ')}`}`
}

function describeExit({ at, code, signal }: JournalEntry, { asked, since }: Before): Described {
  const how = typeof signal === 'string' ? `by ${signal}` : `with ${textOf(code)}`
  const lasted = since === undefined ? '' : ` after ${printDuration(at - since)}`
  const why = asked === undefined ? ', nobody asked for it' : `, as asked (${asked})`
  return event('exit', `ended ${how}${lasted}${why}`, asked === undefined)
}

const messageOf = (kind: unknown): string => (kind === 'first' ? 'its first prompt' : `a message (${textOf(kind)})`)

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : 'unknown'

/** In the two largest units, such as `2 h 5 min`. */
export function printDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const
  const parts = units.flatMap(([size, name], index) => {
    const larger = units[index - 1]?.[0]
    const count = Math.floor((larger === undefined ? whole : whole % larger) / size)
    return count === 0 ? [] : [`${count} ${name}`]
  })
  return parts.slice(0, 2).join(' ') || '0 s'
}
