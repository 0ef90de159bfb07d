import type { EnvEntry, EnvFile } from './env-file.js'

/** Variables by name, expanded. */
export type Env = Readonly<Record<string, string>>

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r' }
const variable = /\$\{([A-Za-z_]\w*)(?:(:?-)([^}]*))?\}|\$([A-Za-z_]\w*)/g

/** The values of an env file, each seeing the ones above it and then `outside`; the last of equal keys wins. */
export function expandEnv({ entries }: Pick<EnvFile, 'entries'>, outside: Env = {}): Record<string, string> {
  const values: Record<string, string> = {}
  for (const entry of entries) values[entry.key] = valueIn(entry, { ...outside, ...values })
  return values
}

/**
 * Replaces `$VAR`, `${VAR}`, `${VAR-x}` and `${VAR:-x}`. An unknown variable is empty, except a bare one in small
 * letters: that is the salt of a password hash (`$2y$05$abc`), not a variable.
 */
export function expandText(text: string, known: Env): string {
  return text.replace(variable, (whole: string, ...[braced, operator, fallback, bare]: Array<string | undefined>) =>
    braced === undefined ? bareValue(bare ?? '', whole, known) : bracedValue(braced, { operator, fallback }, known),
  )
}

function bareValue(name: string, asWritten: string, known: Env): string {
  return lookUp(name, known) ?? (name === name.toUpperCase() ? '' : asWritten)
}

interface Fallback {
  readonly operator: string | undefined
  readonly fallback: string | undefined
}

function bracedValue(name: string, { operator, fallback = '' }: Fallback, known: Env): string {
  const value = lookUp(name, known)
  const missing = operator === ':-' ? !value : value === undefined
  return missing ? expandText(fallback, known) : (value ?? '')
}

function lookUp(name: string, known: Env): string | undefined {
  return Object.hasOwn(known, name) ? known[name] : undefined
}

/** Names of the variables that a text refers to, in order. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{([A-Za-z_]\w*)|\$([A-Za-z_]\w*)/g)].map((match) => match[1] ?? match[2] ?? '')
}

function valueIn({ value, quote }: EnvEntry, known: Env): string {
  if (quote === 'single') return value
  const escaped = quote === 'double' ? /\\([\s\S])/g : /\\(\$)/g
  let expanded = ''
  let from = 0
  for (const match of value.matchAll(escaped)) {
    const character = match[1] ?? ''
    expanded += expandText(value.slice(from, match.index), known) + (escapes[character] ?? character)
    from = match.index + match[0].length
  }
  return expanded + expandText(value.slice(from), known)
}
