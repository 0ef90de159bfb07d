import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { CcCiError } from '@cc-ci/kernel'

/** Where a running server is reached from this machine, and the key by which its operator is known. */
export interface ServerEndpoint {
  readonly address: string
  readonly key: Buffer
}

export function newKey(): Buffer {
  return randomBytes(32)
}

/** For the user of the server alone: whoever reads it may cancel runs. Gives what removes it again. */
export function writeEndpoint(file: string, { address, key }: ServerEndpoint): () => void {
  const part = `${file}.part`
  rmSync(part, { force: true })
  writeFileSync(part, JSON.stringify({ address, key: key.toString('base64url') }), { mode: 0o600, flag: 'wx' })
  renameSync(part, file)
  return () => rmSync(file, { force: true })
}

/** Throws SERVER_NOT_RUNNING when there is none, or what is there is nobody’s to trust. */
export function readEndpoint(file: string): ServerEndpoint {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw serverNotRunning(`${file} is not there`)
  if ((found.mode & 0o077) !== 0) throw serverNotRunning(`others can read ${file}`)
  const { address, key } = parsed(file)
  if (typeof address !== 'string' || typeof key !== 'string') throw serverNotRunning(`${file} cannot be read`)
  return { address, key: Buffer.from(key, 'base64url') }
}

export function serverNotRunning(why: string, cause?: unknown): CcCiError {
  return new CcCiError('SERVER_NOT_RUNNING', `No server of this workspace can be reached: ${why}.`, {
    hint: 'Start it: cc-ci serve. What waits in the queue waits on meanwhile.',
    exitCode: 3,
    cause,
  })
}

function parsed(file: string): Partial<Record<'address' | 'key', unknown>> {
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return {}
  }
}
