import { isSecretKey } from '@cc-ci/contracts/secret-key'

/** A quoted one may lack its end where a line or file was cut. */
const value = String.raw`"(?:\\.|[^"\\\n])*"?|'[^'\n]*'?|[^\s"',;&<>]+`

/**
 * `KEY=value`, `key: value`, `"key": "value"`, as env files, logs, YAML and broken JSON have them. A key begins where
 * a word does and has an end, or a picture in base64 would take minutes; the same holds for the address below.
 */
const assignment = new RegExp(String.raw`(?<![\w.-])([\w.-]{1,100})(\\?["']?\s*[=:]\s*\\?)(${value})`, 'g')

/** Secrets that are known by their looks, wherever they stand. */
const shapes: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '*** (a private key)'],
  [/(?<![a-z\d+.-])([a-z][a-z\d+.-]{1,20}:\/\/)[^\s/@"'<>]{1,300}@/gi, '$1***@'],
  [/\b(Bearer\s+)[\w.~+/=-]{8,}/gi, '$1***'],
  [/\b(Basic\s+)[\w+/=]{16,}/gi, '$1***'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '***'],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|dckr_pat_|npm_|xox[abprs]-|sk-|AKIA|AGE-SECRET-KEY-1)[\w-]{12,}/g, '***'],
]

/** A text file of a run folder without what looks like a secret by its key or its shape; JSON stays JSON. */
export function redactFile(name: string, text: string): string {
  if (name.endsWith('.json')) return redactJson(text, 2) ?? redactText(text)
  if (name.endsWith('.jsonl')) {
    const lines = text.split('\n')
    return lines.map((line) => (line === '' ? '' : (redactJson(line) ?? redactText(line)))).join('\n')
  }
  return redactText(text)
}

function redactText(text: string): string {
  const shaped = shapes.reduce((sofar, [pattern, replacement]) => sofar.replace(pattern, replacement), text)
  return shaped.replace(assignment, (all: string, key: string, sign: string) =>
    isSecretKey(key) ? `${key}${sign}***` : all,
  )
}

function redactJson(text: string, indent?: number): string | undefined {
  try {
    return JSON.stringify(redactValue(JSON.parse(text)), null, indent)
  } catch {
    return undefined
  }
}

/** Only texts are masked: that a flag or a count speaks of secrets makes it none. */
function redactValue(item: unknown, key = ''): unknown {
  if (typeof item === 'string') return isSecretKey(key) && item !== '' ? '***' : redactText(item)
  if (Array.isArray(item)) return item.map((each) => redactValue(each, key))
  if (typeof item !== 'object' || item === null) return item
  return Object.fromEntries(Object.entries(item).map(([name, inner]) => [name, redactValue(inner, name)]))
}
