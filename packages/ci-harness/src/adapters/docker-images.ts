import type { Readable } from 'node:stream'
import { CcCiError } from '@cc-ci/kernel'
import type { DockerConnection } from './docker-connection.js'
import { dockerWords } from './docker-errors.js'
import { splitJsonLines } from './docker-events.js'

/** Pulls one image; without tag and digest, `latest`, since Docker would take that for "all tags". */
export async function pullImage(docker: DockerConnection, reference: string, signal?: AbortSignal): Promise<void> {
  const exact = /[:@][^/]*$/.test(reference) ? reference : `${reference}:latest`
  const complaint = await docker
    .open(async (client) => {
      const options = signal === undefined ? {} : { abortSignal: signal }
      return firstComplaint((await client.pull(exact, options)) as Readable)
    })
    .catch((error: unknown) => {
      signal?.throwIfAborted()
      if (error instanceof CcCiError && error.code === 'DOCKER_REFUSED') return dockerWords(error.cause)
      throw error
    })
  signal?.throwIfAborted()
  if (complaint === undefined) return
  throw new CcCiError('IMAGE_PULL_FAILED', `The image ${reference} could not be pulled: ${complaint}`, {
    hint: /toomanyrequests|rate limit/i.test(complaint)
      ? 'The registry limits pulls: log in to it, use a mirror, or wait.'
      : 'Check its name and tag, and that this machine reaches the registry.',
  })
}

/** Docker answers 200 and tells of a failure within the stream. */
async function firstComplaint(progress: Readable): Promise<string | undefined> {
  let complaint: string | undefined
  const split = splitJsonLines((line) => {
    complaint ??= (line as { error?: string }).error
  })
  for await (const chunk of progress) split(chunk as Buffer)
  split('\n')
  return complaint
}
