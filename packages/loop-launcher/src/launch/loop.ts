import type { LoopSettings } from '@cc-ci/contracts/loop-settings'
import type { Clock, ExclusiveLocks, Git, ProcessRunner } from '@cc-ci/kernel'
import type { ClientFiles } from '../adapters/client-files.js'
import type { LoopJournalFile } from '../adapters/loop-journal-file.js'
import type { AgentEngine } from '../ports/agent-engine.js'
import type { Terminal } from '../ports/terminal.js'
import type { LoopPaths } from './loop-paths.js'

/** What cc-ci.yaml says about one loop, with the paths it is relative to. */
export interface LoopSpec {
  /** The folder of cc-ci.yaml. */
  readonly workspace: string
  readonly settings: LoopSettings
  /** The loop on the other side: a builder's adversary, an adversary's builder. */
  readonly peer: string | undefined
  /** The coordination repository, and its folder with the state of every phase. */
  readonly repository: string
  readonly protocolFolder: string
}

/** What a loop needs of the outer world. */
export interface LoopWorld {
  readonly processes: ProcessRunner
  readonly clock: Clock
  readonly git: Git
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Runs the runner; the one of this package unless another is given. */
  readonly runnerCommand?: RunnerCommand
}

/** The program of a loop's terminal, for a file with its order. */
type RunnerCommand = (orderFile: string) => readonly string[]

/** How long to wait for what; all in milliseconds. */
export interface LoopTiming {
  /** Until a started agent takes its first message. */
  readonly startMs: number
  /** Until a message stands in the agent's transcript, before Enter is pressed again. */
  readonly acknowledgeMs: number
  /** When a resumed conversation is looked at for a second owner, counted from its start. */
  readonly secondLooksMs: readonly number[]
  /** How long an agent must have been idle before a message is typed. */
  readonly settleMs: number
  /** Until an agent that was asked to end is ended. */
  readonly endMs: number
  /** Until a runner that was told to end kills what it started. */
  readonly runnerKillMs: number
  /** Until a runner that was told to end is killed, with all it started; longer than the runner's own patience. */
  readonly killMs: number
  /** How long to wait for another command on the same loop. */
  readonly lockMs: number
}

export const loopTiming: LoopTiming = {
  startMs: 120_000,
  acknowledgeMs: 15_000,
  secondLooksMs: [3000, 10_000],
  settleMs: 1500,
  endMs: 60_000,
  runnerKillMs: 10_000,
  killMs: 15_000,
  lockMs: 180_000,
}

/** One loop, ready to be worked with. */
export interface Loop extends LoopWorld {
  readonly name: string
  readonly spec: LoopSpec
  /** The clone it works in. */
  readonly folder: string
  readonly paths: LoopPaths
  /** All that its agent gets of the environment. */
  readonly agentEnvironment: Readonly<Record<string, string>>
  readonly terminal: Terminal
  readonly engine: AgentEngine
  readonly locks: ExclusiveLocks
  readonly journal: LoopJournalFile
  readonly client: ClientFiles
  readonly timing: LoopTiming
  readonly runnerCommand: RunnerCommand
}

/** The lock that the runner of this loop holds. */
export function runLock({ paths }: Pick<Loop, 'paths'>): string {
  return `loop ${paths.folder}`
}

/** The lock of one conversation, whichever workspace it was started from. */
export function conversationLock(
  { client }: { readonly client: Pick<ClientFiles, 'folder'> },
  sessionId: string,
): string {
  return `conversation ${client.folder} ${sessionId}`
}
