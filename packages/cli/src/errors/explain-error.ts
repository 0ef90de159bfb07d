import { stripVTControlCharacters } from 'node:util'
import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import { explainUsageError, isUsageError } from './explain-usage-error.js'
import type { Typed } from './typed.js'

/** Any error as one that a person can act on; what nobody foresaw is said to be our own defect, and its stack is kept. */
export function explainError(error: unknown, typed: Typed): CcCiError {
  if (isCcCiError(error)) return error
  if (isUsageError(error)) return explainUsageError(error, typed)
  if (isSystemError(error)) return systemRefused(error)
  const message = error instanceof Error ? error.message : String(error)
  return new CcCiError('INTERNAL_ERROR', `cc-ci itself failed: ${stripVTControlCharacters(message)}`, {
    hint: 'This is a defect of cc-ci. Please report it with the lines above.',
    cause: error,
  })
}

/** A stack only helps with what should never happen. */
export function stackOf({ code, cause }: CcCiError): string | undefined {
  return code === 'INTERNAL_ERROR' && cause instanceof Error ? cause.stack : undefined
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && typeof (error as NodeJS.ErrnoException).code === 'string'
}

function systemRefused(error: NodeJS.ErrnoException): CcCiError {
  return new CcCiError('SYSTEM_REFUSED', `The system refused what cc-ci asked of it: ${error.message}.`, {
    hint: 'Check that the file or folder exists, that you may use it, and that its disk is not full.',
    ...(error.path !== undefined && { place: { file: error.path } }),
    cause: error,
  })
}
