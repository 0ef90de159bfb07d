import { CcCiError } from '@cc-ci/kernel'

/** What dockerode throws: either an answer of Docker with a status, or a socket's error with a code. */
export interface DockerComplaint extends Error {
  readonly statusCode?: number
  readonly code?: string
  readonly json?: { readonly message?: string } | null
}

const unreachable = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'])
const forbidden = new Set(['EACCES', 'EPERM'])

/** Puts a failure of the Docker client into our words; what is not Docker's doing is returned as it is. */
export function explainDockerError(error: unknown, dockerHost: string): unknown {
  if (!(error instanceof Error) || error instanceof CcCiError) return error
  const { code = '', statusCode } = error as DockerComplaint
  if (forbidden.has(code)) return dockerNotPermitted(dockerHost, error)
  if (unreachable.has(code)) return dockerUnreachable(dockerHost, error)
  if (statusCode === undefined) return error
  const words = dockerWords(error)
  if (statusCode === 503 && words.includes('not a swarm manager')) return swarmInactive(words.includes('Worker'))
  return new CcCiError('DOCKER_REFUSED', `Docker refused (HTTP ${statusCode}): ${words}`, { cause: error })
}

/** Docker's own message, without the client's preface. */
export function dockerWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { json, message } = error as DockerComplaint
  return (json?.message ?? message.replace(/^\(HTTP code \d+\) .*? - /, '')).trim()
}

export function swarmInactive(isWorker: boolean): CcCiError {
  return new CcCiError(
    'SWARM_INACTIVE',
    isWorker
      ? 'This Docker node is a Swarm worker, not a manager.'
      : 'Docker runs, but its Swarm mode is not active on this node.',
    { hint: isWorker ? 'Point to a manager node.' : 'Run `docker swarm init` once on this machine.' },
  )
}

export function containerGone(container: string, cause?: unknown): CcCiError {
  return new CcCiError('CONTAINER_GONE', `The container ${container.slice(0, 12)} does not run any more.`, {
    hint: 'Look up the running container of the service again.',
    cause,
  })
}

function dockerUnreachable(dockerHost: string, cause: Error): CcCiError {
  return new CcCiError('DOCKER_UNREACHABLE', `No Docker daemon answers at ${dockerHost} (${cause.message}).`, {
    hint: 'Start Docker, or name the right one with DOCKER_HOST.',
    cause,
  })
}

function dockerNotPermitted(dockerHost: string, cause: Error): CcCiError {
  return new CcCiError('DOCKER_NOT_PERMITTED', `You may not use the Docker daemon at ${dockerHost}.`, {
    hint: 'Run as a member of the group that owns the socket (usually `docker`), or as root.',
    cause,
  })
}
