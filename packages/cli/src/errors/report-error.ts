import type { CcCiError } from '@cc-ci/kernel'
import { ux } from '@oclif/core'
import { terminalWidth } from '../terminal/text-style.js'
import { stackOf } from './explain-error.js'
import { formatError } from './format-error.js'

/** Sets the exit code and says what is wrong: to people on standard error, to machines as one document on standard output. */
export function reportError(error: CcCiError, { json }: { readonly json: boolean }): void {
  process.exitCode = error.exitCode
  const stack = stackOf(error)
  if (stack !== undefined) process.stderr.write(`${stack}\n`)
  process.stderr.write(`${formatError(error, terminalWidth(process.stderr))}\n`)
  if (json) ux.stdout(JSON.stringify({ error: error.toJSON() }, null, 2))
}
