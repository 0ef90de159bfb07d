import { CcCiError } from '@cc-ci/kernel'
import type { Env } from './env-expansion.js'
import { parseEnvFile } from './env-file.js'

const needsNoQuotes = /^[\w@%+=:,./-]*$/

/** Sets one value in place, keeping order, comments and modifiers; a new key goes on a line of its own at the end. */
export function setEnvValue(text: string, key: string, value: string, file = 'env file'): string {
  if (!/^[A-Za-z_][A-Za-z0-9_.]*$/.test(key)) {
    throw new CcCiError('ENV_FILE_INVALID', `${file}: ${JSON.stringify(key)} is not a variable name`, {
      hint: 'Use letters, digits and underscores.',
      exitCode: 2,
      place: { file, key },
    })
  }
  const entry = parseEnvFile(text, { file }).entries.findLast((candidate) => candidate.key === key)
  if (entry === undefined) return `${endWithNewline(text)}${key}=${quoteEnvValue(value)}\n`
  return text.slice(0, entry.span.start) + quoteEnvValue(value) + text.slice(entry.span.end)
}

/** Sets several values; with no text to start from it writes a new file. */
export function writeEnvFile(values: Env, text = '', file = 'env file'): string {
  return Object.entries(values).reduce((written, [key, value]) => setEnvValue(written, key, value, file), text)
}

/** The shortest spelling that reads back as exactly this value, here and in abra's own parser. */
function quoteEnvValue(value: string): string {
  if (needsNoQuotes.test(value)) return value
  if (!/['\\\r\n]/.test(value)) return `'${value}'`
  const escaped = value
    .replace(/[\\"$]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
  return `"${escaped}"`
}

function endWithNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
