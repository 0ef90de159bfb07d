import { CcCiError } from './errors.js'

export function gitRefNotFound(ref: string, place: string): CcCiError {
  return new CcCiError('GIT_REF_NOT_FOUND', `There is no ${ref} in ${withoutPasswords(place)}.`, {
    hint: 'Give a branch, a tag or a commit hash that exists there, and push it if it is new.',
    exitCode: 2,
  })
}

export function notARepository(folder: string): CcCiError {
  return new CcCiError('NOT_A_GIT_REPOSITORY', `${folder} is not the folder of a git repository.`, {
    hint: 'Give the folder that holds .git, or clone the repository there.',
    exitCode: 2,
  })
}

export function gitRemoteUnreachable(url: string, complaint: string): CcCiError {
  const why = withoutPasswords(lastLine(complaint))
  return new CcCiError('GIT_REMOTE_UNREACHABLE', `The git remote ${withoutPasswords(url)} gave no answer: ${why}`, {
    hint: 'Check the address, the network, and that no password is asked for: cc-ci answers no prompts.',
  })
}

export function gitCancelled(action: string): CcCiError {
  return new CcCiError('GIT_CANCELLED', `git ${action} was cancelled.`)
}

export function gitTimedOut(action: string, timeoutMs: number): CcCiError {
  return new CcCiError('GIT_TIMED_OUT', `git ${action} did not end within ${timeoutMs / 1000} s and was stopped.`)
}

export function gitFailed(action: string, complaint: string): CcCiError {
  return new CcCiError('GIT_FAILED', `git ${action} failed: ${withoutPasswords(lastLine(complaint))}`)
}

function lastLine(text: string): string {
  const lines = text.trim().split('\n')
  return (lines.find((line) => line.startsWith('fatal: ')) ?? lines.at(-1) ?? '').replace(/^fatal: /, '')
}

/** A user name alone is no secret, but a token often is given as one. */
function withoutPasswords(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1***@')
}
