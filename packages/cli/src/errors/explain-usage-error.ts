import { stripVTControlCharacters } from 'node:util'
import { CcCiError } from '@cc-ci/kernel'
import { nearestOf } from '../nearest-of.js'
import type { Typed } from './typed.js'

/** How oclif reports what was typed wrongly; its classes are known by these properties only, as they are bundled. */
export interface UsageError extends Error {
  readonly oclif: { readonly exit?: number }
  readonly flags?: readonly string[]
  readonly args?: readonly (string | { readonly name: string; readonly description?: string })[]
}

export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && 'oclif' in error
}

export function explainUsageError(error: UsageError, { command, flags }: Typed): CcCiError {
  const seeHelp = `See: cc-ci ${command === undefined ? '' : `${command} `}--help`
  const usage = (code: string, message: string, hint?: string): CcCiError =>
    new CcCiError(code, message, { hint: hint === undefined ? seeHelp : `${hint} ${seeHelp}`, exitCode: 2 })
  const text = plainText(error.message)
  if (text.startsWith('Nonexistent flag') && error.flags !== undefined) {
    const [first = ''] = error.flags
    const known = flags.map((flag) => `--${flag}`)
    return usage('FLAG_UNKNOWN', `There is no flag ${error.flags.join(', ')}.`, nearestOf(first, known))
  }
  if (text.startsWith('Missing') && error.args !== undefined) {
    const missing = error.args.map((arg) =>
      typeof arg === 'string' ? arg : `<${arg.name}> (${arg.description ?? ''})`,
    )
    return usage('ARGUMENT_MISSING', `Missing: ${missing.join(', ')}.`)
  }
  if (text.startsWith('Unexpected argument')) return usage('ARGUMENT_UNEXPECTED', `${text}.`)
  const unknown = /^[Cc]ommand (.+?) not found/.exec(text)?.[1]
  if (unknown !== undefined) return usage('COMMAND_UNKNOWN', `There is no command “${unknown.replaceAll(':', ' ')}”.`)
  return usage('USAGE', `${text.replace(/\.$/, '')}.`)
}

/** oclif's message on one line, without colours, its pointer to help, and the usage that it repeats. */
function plainText(message: string): string {
  return stripVTControlCharacters(message)
    .replace(/\s*See more help with --help\s*/g, '')
    .replace(/^Parsing (--\S+)\s+Expected/, '$1 expects')
    .replace(/\s+/g, ' ')
    .trim()
}
