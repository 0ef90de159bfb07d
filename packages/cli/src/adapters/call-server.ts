import { userInfo } from 'node:os'
import { CcCiError } from '@cc-ci/kernel'
import { readEndpoint, serverNotRunning } from '../server/server-endpoint.js'
import { serverFiles } from '../server/server-files.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'

const callSeconds = 60

export interface ActionCall {
  readonly seq: number
  readonly action: 'cancel' | 'rerun'
}

/**
 * Has the running server of the workspace act on a run, as the user who asks. Throws SERVER_NOT_RUNNING, RUN_UNKNOWN, and
 * SERVER_REFUSED for any other answer.
 */
export async function callServer(
  { seq, action }: ActionCall,
  workspace: Workspace,
  { clock }: World,
): Promise<unknown> {
  const { signToken } = await import('@cc-ci/server')
  const { address, key } = readEndpoint(serverFiles(workspace.folder).endpoint)
  const expiresAt = clock.now().getTime() / 1000 + callSeconds
  const token = signToken(key, { purpose: 'call', who: operatorName(), expiresAt })
  const response = await fetch(new URL(`queue/${seq}/${action}`, address), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.timeout(callSeconds * 1000),
  }).catch((error: unknown) => {
    throw serverNotRunning(`${address} does not answer`, error)
  })
  const text = await response.text()
  if (response.ok) return JSON.parse(text)
  throw refused(response.status, text)
}

/** The user of this machine who asks; the audit has the name. */
export function operatorName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

/** An unknown run is told as what it is; whatever else answers, with its first words. */
function refused(status: number, text: string): CcCiError {
  if (text.startsWith('{"error":{"code":"RUN_UNKNOWN"')) {
    return new CcCiError('RUN_UNKNOWN', 'There is no such run in the queue.', {
      hint: 'See them: cc-ci queue list',
      exitCode: 2,
    })
  }
  return new CcCiError('SERVER_REFUSED', `The server refused the request (${status}): ${text.slice(0, 200)}`, {
    hint: 'Its log says more. If it was started anew just now, try again.',
  })
}
