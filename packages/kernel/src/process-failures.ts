import { CcCiError } from './errors.js'

const shownArguments = 3

/** A command line as error messages show it: short, and without the given secrets. */
export function describeCommand(command: string, args: readonly string[], redact: readonly string[] = []): string {
  const more = args.length > shownArguments ? ' …' : ''
  const line = `${[command, ...args.slice(0, shownArguments)].join(' ')}${more}`
  const longestFirst = redact.filter((secret) => secret !== '').sort((one, other) => other.length - one.length)
  return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, '***'), line)
}

export function programNotFound(command: string): CcCiError {
  return new CcCiError('PROGRAM_NOT_FOUND', `The program ${command} is not installed, or not on PATH.`, {
    hint: `Install ${command}, or correct PATH.`,
  })
}

export function processTimedOut(line: string, timeoutMs: number): CcCiError {
  return new CcCiError('PROCESS_TIMED_OUT', `${line}: did not end within ${timeoutMs / 1000} s and was stopped.`, {
    hint: 'Find out what it waits for, or give it more time.',
  })
}

export function processAborted(line: string): CcCiError {
  return new CcCiError('PROCESS_ABORTED', `${line}: was stopped because the run was cancelled.`)
}
