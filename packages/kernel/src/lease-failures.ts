import { CcCiError } from './errors.js'

/** Throws unless the name can be a file's name and stands in no other name's way. */
export function checkLeaseName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(name)) return
  throw new CcCiError('LEASE_NAME_INVALID', `${JSON.stringify(name)} cannot be the name of a lease.`, {
    hint: 'Use at most 200 letters, digits, dots, dashes and underscores, and begin with a letter or digit.',
    exitCode: 2,
  })
}

export function leaseLost(name: string): CcCiError {
  return new CcCiError('LEASE_LOST', `The lease on ${name} is no longer held by this run.`, {
    hint: 'Start the run again; change nothing under that name before it holds the lease.',
  })
}

export function leaseWaitAborted(name: string): CcCiError {
  return new CcCiError('LEASE_WAIT_ABORTED', `The wait for the lease on ${name} was cancelled.`)
}
