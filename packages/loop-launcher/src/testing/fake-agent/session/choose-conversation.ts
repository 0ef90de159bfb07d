import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentFlags } from './parse-flags.js'

/** Which conversation this process leads, and how it came to it. */
export interface Conversation {
  readonly sessionId: string
  readonly source: 'startup' | 'resume' | 'fork'
}

type Wish = Pick<AgentFlags, 'sessionId' | 'resume' | 'continue' | 'fork'>

interface Known {
  /** Where the conversations of the working directory lie. */
  readonly folder: string
  /** Ids of sessions that run now, here or elsewhere. */
  readonly live: readonly unknown[]
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Finds the conversation that the flags ask for among those of the working directory; a string is the refusal, in the
 * client's words. A second process on one conversation is not refused.
 */
export function chooseConversation(wish: Wish, known: Known): Conversation | string {
  const { folder } = known
  const earlier = wish.resume ?? (wish.continue ? latestIn(folder) : undefined)
  if (wish.sessionId !== undefined) {
    const refusal = refuseNewId(wish, known)
    if (refusal !== undefined) return refusal
  }
  if (earlier === undefined) return { sessionId: wish.sessionId ?? randomUUID(), source: 'startup' }
  if (!existsSync(fileOf(folder, earlier))) return `No conversation found with session ID: ${earlier}`
  if (!wish.fork) return { sessionId: earlier, source: 'resume' }
  const sessionId = wish.sessionId ?? randomUUID()
  mkdirSync(folder, { recursive: true })
  copyFileSync(fileOf(folder, earlier), fileOf(folder, sessionId))
  return { sessionId, source: 'fork' }
}

function refuseNewId(wish: Wish, { folder, live }: Known): string | undefined {
  const { sessionId = '', resume, continue: goOn, fork } = wish
  if (!uuid.test(sessionId)) return 'Error: Invalid session ID. Must be a valid UUID.'
  if ((resume !== undefined || goOn) && !fork) {
    return 'Error: --session-id can only be used with --continue or --resume if --fork-session is also specified.'
  }
  if (existsSync(fileOf(folder, sessionId)) || live.includes(sessionId))
    return `Error: Session ID ${sessionId} is already in use.`
  return undefined
}

function fileOf(folder: string, sessionId: string): string {
  return join(folder, `${sessionId}.jsonl`)
}

function latestIn(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const age = (name: string) => statSync(join(folder, name)).mtimeMs
  return files.toSorted((one, other) => age(other) - age(one))[0]?.replace(/\.jsonl$/, '')
}
