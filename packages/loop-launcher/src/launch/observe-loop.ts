import { basename } from 'node:path'
import { runMark } from '../adapters/end-processes.js'
import { argumentsOf, folderOf, hasVariable, listProcesses, processesMarked } from '../adapters/processes.js'
import { readRun } from '../adapters/run-files.js'
import { namesConversation, takesTheLatest } from '../client/agent-arguments.js'
import { foldJournal, type LoopMemory } from '../journal/fold-journal.js'
import type { RunMetadata } from '../runner/launch-order.js'
import { type Loop, runLock } from './loop.js'

export interface LoopObservation {
  readonly memory: LoopMemory
  /** A runner holds the loop's lock; the kernel says so. */
  readonly running: boolean
  /** Who runs; undefined while a runner is just starting, too. */
  readonly run: RunMetadata | undefined
}

export async function observeLoop(loop: Loop): Promise<LoopObservation> {
  // In this order: a runner that is gone by now has written its report before.
  const running = await loop.locks.isHeld(runLock(loop))
  const memory = foldJournal(loop.journal.read().records)
  const metadata = running ? readRun(loop.paths.run) : undefined
  const run = metadata?.runId === memory.starting?.runId ? metadata : undefined
  return { memory, running, run }
}

/** A process that has a conversation of ours, or may have it. */
export interface OtherOwner {
  /** Undefined for one that only its lock shows. */
  readonly pid: number | undefined
  readonly how: string
}

/**
 * Everybody but the run who has this conversation: by the client's registry, by the arguments of any process, by what a
 * client started, or by taking the latest conversation of the same folder. All processes are looked at, so that a pane
 * of any terminal server is seen.
 */
export function findOtherOwners(loop: Loop, sessionId: string, runId: string | undefined): readonly OtherOwner[] {
  const ours = new Set(runId === undefined ? [] : processesMarked(runMark(runId)).map(({ pid }) => pid))
  const registered = loop.client
    .liveRecords()
    .filter((record) => record.sessionId === sessionId)
    .map(({ pid }) => ({ pid, how: 'the agent client’s registry names it' }))
  const started = listProcesses().flatMap(({ pid }) => {
    const how = claims(argumentsOf(pid), pid)
    return how === undefined ? [] : [{ pid, how }]
  })
  return [...registered, ...started].filter(
    ({ pid }, index, all) => !ours.has(pid) && all.findIndex((each) => each.pid === pid) === index,
  )

  function claims(args: readonly string[], pid: number): string | undefined {
    if (namesConversation(args, sessionId)) return 'its arguments name it'
    if (hasVariable(pid, `CLAUDE_CODE_SESSION_ID=${sessionId}`)) return 'the client that has it started it'
    const client = basename(loop.spec.settings.agent.command[0] ?? '')
    // Behind an interpreter, the client is one of its arguments.
    const sameClient = args.some((arg) => basename(arg) === client)
    const latest = sameClient && takesTheLatest(args) && folderOf(pid) === loop.folder
    return latest ? 'it continues the latest conversation of the same folder' : undefined
  }
}
