import { readFileSync } from 'node:fs'
import { readStatusline, type Statusline, type UsageLimit } from '@cc-ci/contracts/agent-client'
import { isCcCiError } from '@cc-ci/kernel'
import type { AgentReport } from '../ports/agent-engine.js'
import { conversationNotices } from './conversation-notices.js'
import type { Loop } from './loop.js'
import { type LoopObservation, observeLoop } from './observe-loop.js'

/**
 * `off`: never started, or stopped; `starting`: its agent has said nothing yet; `ended`: its agent ended though nobody
 * stopped it; `lost`: its runner is gone without a report; the others are what the agent says about itself.
 */
export type LoopState = 'off' | 'starting' | 'idle' | 'busy' | 'waiting' | 'background' | 'unknown' | 'ended' | 'lost'

export interface LoopStatus {
  readonly loop: string
  readonly role: string
  readonly state: LoopState
  /** In words, where the state alone does not tell: an exit, a question. */
  readonly detail: string | undefined
  /** Epoch seconds of what the state rests on. */
  readonly since: number | undefined
  readonly pid: number | undefined
  readonly sessionId: string | undefined
  readonly model: string | undefined
  readonly version: string | undefined
  readonly phase: string | undefined
  readonly held: string | undefined
  readonly prompted: boolean
  /** People who look at its terminal; undefined when nobody can tell. */
  readonly viewers: number | undefined
  /** Of the context window, in percent, as the client last said. */
  readonly contextPercent: number | undefined
  /** Of the account, as the client last said; none before its first answer, or without a subscription. */
  readonly limits: readonly UsageLimit[]
  /** What is wrong with the journal, with the terminal server, or with whose conversation it is. */
  readonly notices: readonly string[]
}

/** Looks and changes nothing. */
export async function readStatus(loop: Loop): Promise<LoopStatus> {
  const seen = await observeLoop(loop)
  const { memory, run } = seen
  const line = readClientSays(loop.paths.statusline)
  const pane = await findPane(loop)
  return {
    loop: loop.name,
    role: loop.spec.settings.role,
    ...stateOf(seen, run && loop.engine.report(run)),
    pid: run?.agentPid,
    sessionId: memory.session?.sessionId,
    model: line?.model ?? memory.starting?.model ?? loop.spec.settings.agent.model,
    version: memory.version,
    phase: memory.starting?.phase,
    held: memory.held?.reason,
    prompted: memory.prompted !== undefined,
    viewers: typeof pane === 'string' ? undefined : pane.viewers,
    contextPercent: line?.contextPercent,
    limits: line?.limits ?? [],
    notices: [
      ...journalNotices(loop),
      ...(typeof pane === 'string' ? [pane] : []),
      ...(run === undefined ? [] : conversationNotices(loop, run)),
    ],
  }
}

function stateOf(
  { memory, running }: LoopObservation,
  report: AgentReport | undefined,
): Pick<LoopStatus, 'state' | 'detail' | 'since'> {
  const { starting, stopping, ended } = memory
  if (running) {
    if (report === undefined) return { state: 'starting', detail: undefined, since: starting?.at }
    return { state: report.turn, detail: report.detail, since: report.since ?? starting?.at }
  }
  if (starting === undefined) return { state: 'off', detail: 'never started', since: undefined }
  if (stopping !== undefined) return { state: 'off', detail: undefined, since: stopping.at }
  if (ended?.event === 'exited') {
    return { state: 'ended', detail: ended.signal ?? `exit code ${ended.code}`, since: ended.at }
  }
  return { state: 'lost', detail: 'its runner is gone without a report', since: ended?.at ?? memory.lastAt }
}

function journalNotices(loop: Loop): readonly string[] {
  const { tornBytes, corruptLines } = loop.journal.read()
  return [
    ...(tornBytes > 0 ? [`${loop.paths.journal}: its last line was cut short; the next command drops it`] : []),
    ...(corruptLines.length > 0
      ? [`${loop.paths.journal}: line ${corruptLines.join(', ')} is damaged; the next command puts it aside`]
      : []),
  ]
}

/** A terminal server that does not answer is no sign about the agent. */
async function findPane(loop: Loop): Promise<{ viewers: number | undefined } | string> {
  try {
    return { viewers: (await loop.terminal.find(loop.name))?.viewers }
  } catch (error) {
    if (isCcCiError(error)) return error.message
    throw error
  }
}

function readClientSays(file: string): Statusline | undefined {
  try {
    return readStatusline(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
