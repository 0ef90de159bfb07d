import { isCcCiError } from '@cc-ci/kernel'
import { isAlive } from '../adapters/processes.js'
import { ownersUnknown } from './launch-failures.js'
import type { Loop } from './loop.js'
import type { OtherOwner } from './observe-loop.js'

const answerMs = 30_000

/**
 * Who has the conversation by what the client itself lists (`agents --json`). A client that refuses the command has
 * none; one that does not answer, or answers something else, leaves it unknown: OWNERS_UNKNOWN.
 */
export async function askClientForOwners(loop: Loop, sessionId: string): Promise<readonly OtherOwner[]> {
  const answer = await askClient(loop, sessionId)
  if (answer === undefined) return []
  const listed = parseList(answer)
  if (listed === undefined) throw ownersUnknown(loop.name, sessionId, 'its agent does not list sessions as JSON')
  return (
    listed
      .filter((each) => each.sessionId === sessionId)
      // It may list one that has just ended; the kernel knows better.
      .filter(({ pid }) => typeof pid !== 'number' || isAlive(pid, undefined))
      .map(({ pid }) => ({ pid: typeof pid === 'number' ? pid : undefined, how: 'the agent client lists it' }))
  )
}

async function askClient(
  { name, spec, processes, agentEnvironment, folder }: Loop,
  sessionId: string,
): Promise<string | undefined> {
  const [program = '', ...args] = spec.settings.agent.command
  const options = { cwd: folder, env: agentEnvironment, cleanEnv: true, timeoutMs: answerMs }
  try {
    const { exitCode, stdout } = await processes.run(program, [...args, 'agents', '--json'], options)
    return exitCode === 0 ? stdout : undefined
  } catch (error) {
    if (isCcCiError(error)) throw ownersUnknown(name, sessionId, error.message)
    throw error
  }
}

function parseList(text: string): readonly { sessionId?: unknown; pid?: unknown }[] | undefined {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.filter((each) => typeof each === 'object' && each !== null) : undefined
  } catch {
    return undefined
  }
}
