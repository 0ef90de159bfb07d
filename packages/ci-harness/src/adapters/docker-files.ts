import { posix } from 'node:path'
import type { Readable } from 'node:stream'
import { CcCiError } from '@cc-ci/kernel'
import type { DockerConnection } from './docker-connection.js'
import { containerGone, type DockerComplaint, dockerWords } from './docker-errors.js'
import { packFile, unpackFirst } from './docker-tar.js'

/** As many as Linux follows. */
const mostLinks = 40

export async function writeContainerFile(
  docker: DockerConnection,
  { container, path, content }: { container: string; path: string; content: Uint8Array },
): Promise<void> {
  const archive = packFile(posix.basename(path), content, Math.floor(Date.now() / 1000))
  const folder = posix.dirname(path)
  try {
    await docker.open((client) => client.getContainer(container).putArchive(archive, { path: folder }))
  } catch (error) {
    if (isNoContainer(error)) throw containerGone(container, error)
    if (statusOf(error) !== 404) throw error
    throw new CcCiError('FOLDER_MISSING', `The container ${container.slice(0, 12)} has no folder ${folder}.`, {
      hint: 'Name a folder that the image or a volume provides.',
      cause: error,
    })
  }
}

export async function readContainerFile(
  docker: DockerConnection,
  { container, path }: { container: string; path: string },
): Promise<Uint8Array | undefined> {
  let current = path
  for (let links = 0; links <= mostLinks; links++) {
    const archive = await fetchArchive(docker, container, current)
    if (archive === undefined) return undefined
    const entry = unpackFirst(archive)
    if (entry.kind === 'file') return entry.content
    if (entry.kind === 'other') break
    current = posix.resolve(posix.dirname(current), entry.target)
  }
  throw new CcCiError('NOT_A_FILE', `${path} in the container ${container.slice(0, 12)} is not a file.`)
}

async function fetchArchive(docker: DockerConnection, container: string, path: string): Promise<Buffer | undefined> {
  try {
    return await docker.open(async (client) => {
      const stream = (await client.getContainer(container).getArchive({ path })) as Readable
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks)
    })
  } catch (error) {
    if (isNoContainer(error)) throw containerGone(container, error)
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof CcCiError ? (error.cause as DockerComplaint | undefined)?.statusCode : undefined
}

function isNoContainer(error: unknown): boolean {
  return statusOf(error) === 404 && dockerWords(error).includes('No such container')
}
