import { CcCiError } from '@cc-ci/kernel'

type EnvQuote = 'none' | 'single' | 'double'

/** One active `KEY=VALUE` of an env file, as written: nothing is expanded or unescaped. */
export interface EnvEntry {
  readonly key: string
  readonly value: string
  readonly quote: EnvQuote
  /** Counted from 1. */
  readonly line: number
  /** Where the value, with its quotes, lies in the text. */
  readonly span: { readonly start: number; readonly end: number }
  /** `name=value` pairs of the trailing comment, e.g. `length=64`. */
  readonly modifiers: Readonly<Record<string, string>>
}

interface DisabledKey {
  readonly key: string
  readonly line: number
}

export interface EnvFile {
  readonly file: string
  /** In the order of the file; a key written twice is here twice, and the last one wins. */
  readonly entries: readonly EnvEntry[]
  /** Keys that are commented out, such as `#SECRET_X_VERSION=v1`. */
  readonly disabled: readonly DisabledKey[]
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)[ \t]*=/
const commentedOut = /^\s*#\s*(?:export\s+)?([A-Z_][A-Z0-9_]*)=/
const ignorable = /^\s*(?:#.*)?$/
const quotes: Readonly<Record<string, EnvQuote>> = { "'": 'single', '"': 'double' }

/** Reads an env file in the dialect of recipe-format §2; a line it cannot read is an error, never a lost value. */
export function parseEnvFile(text: string, { file }: { file: string }): EnvFile {
  const entries: EnvEntry[] = []
  const disabled: DisabledKey[] = []
  let offset = 0
  let line = 1
  while (offset < text.length) {
    const at = { offset, row: rowAt(text, offset), line, file }
    const entry = ignorable.test(at.row) ? undefined : readEntry(text, at)
    if (entry === undefined) disabled.push(...disabledKeysIn(at))
    else entries.push(entry)
    const end = text.indexOf('\n', entry?.span.end ?? offset)
    const next = end === -1 ? text.length : end + 1
    line += text.slice(offset, next).split('\n').length - 1
    offset = next
  }
  return { file, entries, disabled }
}

function disabledKeysIn({ row, line }: Position): DisabledKey[] {
  const key = commentedOut.exec(row)?.[1]
  return key === undefined ? [] : [{ key, line }]
}

interface Position {
  readonly offset: number
  readonly row: string
  readonly line: number
  readonly file: string
}

function readEntry(text: string, at: Position): EnvEntry {
  const match = assignment.exec(at.row)
  const key = match?.[1]
  if (match === null || key === undefined) throw unreadable(at, 'is not KEY=VALUE')
  const start = valueStart(text, at.offset + match[0].length)
  const quote = quotes[text.charAt(start)] ?? 'none'
  const end = quote === 'none' ? start + bareLength(rowAt(text, start)) : closingQuote(text, start, { ...at, key })
  const rest = rowAt(text, end)
  if (!ignorable.test(rest)) throw unreadable({ ...at, key }, 'has text after its closing quote')
  return {
    key,
    value: quote === 'none' ? text.slice(start, end) : text.slice(start + 1, end - 1),
    quote,
    line: at.line,
    span: { start, end },
    modifiers: modifiersOf(rest),
  }
}

function valueStart(text: string, afterEquals: number): number {
  const blanks = /^[ \t]*(?!#)/.exec(rowAt(text, afterEquals))?.[0] ?? ''
  return afterEquals + blanks.length
}

/** A `#` opens a comment only after a blank, so colours and URL fragments stay whole. */
function bareLength(row: string): number {
  return (/^(?:(?!\s+#).)*/.exec(row)?.[0] ?? '').trimEnd().length
}

/** A quoted value may run over several lines; only double quotes know `\"`. */
function closingQuote(text: string, start: number, at: Position & { key: string }): number {
  const mark = text.charAt(start)
  for (let index = start + 1; index < text.length; index++) {
    if (mark === '"' && text.charAt(index) === '\\') index++
    else if (text.charAt(index) === mark) return index + 1
  }
  throw unreadable(at, `opens with ${mark} and never closes it`)
}

function modifiersOf(comment: string): Record<string, string> {
  const modifiers: Record<string, string> = {}
  for (const [, name, value] of comment.matchAll(/([A-Za-z_]\w*)=(\S+)/g)) {
    if (name !== undefined && value !== undefined) modifiers[name.toLowerCase()] = value
  }
  return modifiers
}

function rowAt(text: string, offset: number): string {
  const end = text.indexOf('\n', offset)
  return text.slice(offset, end === -1 ? text.length : end).replace(/\r$/, '')
}

function unreadable(at: Position & { key?: string }, state: string): CcCiError {
  const place = { file: at.file, line: at.line, ...(at.key !== undefined && { key: at.key }) }
  return new CcCiError('ENV_FILE_INVALID', `${at.file}:${at.line}: ${at.key ?? 'the line'} ${state}`, {
    hint: 'Write KEY=VALUE, KEY="VALUE" or KEY=\'VALUE\'; put # in front of a comment.',
    exitCode: 2,
    place,
  })
}
