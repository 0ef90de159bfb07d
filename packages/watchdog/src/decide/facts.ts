/** One process; pid and start together name it, because pids are used again. */
export interface ProcessName {
  readonly pid: number
  /** Field 22 of /proc/<pid>/stat. */
  readonly start: string
}

/** What the launcher knows of a loop: its runner's lock, which the kernel keeps, and its journal. */
export interface RunnerFact {
  /** The runner's lock is held right now. */
  readonly running: boolean
  readonly runId: string | null
  readonly sessionId: string | null
  readonly agent: ProcessName | null
  /** Epoch seconds at which this run was begun. */
  readonly startedAt: number | null
  /** Its first prompt was acknowledged. */
  readonly prompted: boolean
  /** How the last run ended, as its runner reported; null while it runs, and when the runner was killed. */
  readonly exit: { readonly code: number | null; readonly signal: string | null; readonly at: number } | null
  /** The last lines on its terminal when it ended; they tell a start that can never work from a crash. */
  readonly lastWords: string
  /** The launcher ended it, because at its start it asked something that only a person may answer. */
  readonly asked: boolean
  /** A person or the DONE rule ended it: nobody may start it again. */
  readonly stopping: boolean
  /** The reason of whoever holds it. */
  readonly held: string | null
}

/** The agent's own process. */
export interface ProcessFact {
  /** The process of that pid has that start: it is the very one. */
  readonly alive: boolean
  /** As in /proc: R, S, D, T (stopped), Z. */
  readonly state: string | null
  /** Seconds of processor time of it and all it started, ever. */
  readonly cpuSeconds: number
  readonly children: number
  readonly residentBytes: number
  /** Its program was replaced on the disk. */
  readonly executableDeleted: boolean
  /** A git push, rebase or merge runs below it, or its clone has an index.lock younger than 2 min. */
  readonly gitAtWork: boolean
}

export type OwnerOrigin = 'registry' | 'arguments' | 'terminal'

/** Who has this loop's conversation: by the client's registry, by process arguments, by any terminal. */
export interface RegistryFact {
  /** Our own agent's record; null when it has none (yet). */
  readonly own: { readonly status: string; readonly waitingFor: string | null; readonly since: number } | null
  /** Live processes, pid and start compared, that are not ours and have the conversation or may have it. */
  readonly others: readonly (ProcessName & { readonly how: OwnerOrigin; readonly startedAt: number | null })[]
  /** Status words and fields that this version of the toolkit does not know. */
  readonly unknownShapes: readonly string[]
}

/** What the client's own traces say, as the readers that the launcher has, too, give it. */
export type { HookFact, TranscriptFact } from '@cc-ci/contracts/agent-client'

export interface StatuslineFact {
  readonly contextPercent: number | null
  readonly limits: readonly { readonly window: string; readonly usedPercent: number; readonly resetsAt: number }[]
  readonly model: string | null
  readonly at: number
}

/** The client's file of credentials; one that works with a key has none. */
export interface CredentialsFact {
  /** Epoch seconds. */
  readonly writtenAt: number | null
}

/** The bottom block of its terminal; it can forbid typing, and never permits it alone. */
export interface PaneFact {
  /**
   * `gone`: its terminal server answers and has no such terminal; `no-server`: there is none to ask; `headless`: the
   * agent has no terminal, and takes messages without one.
   */
  readonly server: 'present' | 'gone' | 'no-server' | 'headless'
  readonly turn: 'idle' | 'busy' | 'dialog' | 'exited' | 'unknown'
  readonly composer: 'empty' | 'hint' | 'draft' | 'none'
  readonly dialog: { readonly kind: string; readonly cursor: string | null } | null
  readonly retry: { readonly attempt: number; readonly max: number } | null
  readonly armed: boolean
  /** Of what is drawn; equal hashes are an equal screen. */
  readonly hash: string
  /** Epoch seconds at which anything was drawn last. */
  readonly drawnAt: number | null
  readonly scrolling: boolean
  /** People who look at it. */
  readonly viewers: number
  /** Epoch seconds of the last key of any of them. */
  readonly typedAt: number | null
}

/** Useful work. */
export interface WorkFact {
  /** Newest commit of the loop's clone, and of the protocol folder, by anybody. */
  readonly commit: string | null
  readonly committedAt: number | null
  /** Epoch seconds until which the loop has said it waits (`WAITING-UNTIL`). */
  readonly waitingUntil: number | null
  /** A message of another loop that it has not been told of: a claim for the adversary, a review for the builder. */
  readonly handOver: { readonly id: string; readonly says: string } | null
}

export interface HostFact {
  readonly bootId: string
  /** Of the emptiest of the file systems that matter. */
  readonly freeBytes: number
  /** Bytes of the client's folder of task outputs. */
  readonly taskOutputBytes: number | null
  /** Whether our lock still has our epoch. */
  readonly leader: boolean
}

/** The DONE rule's input, from the committed tree after a fetch. */
export interface CompletionFact {
  readonly done: boolean
  /** Commit that this was read from. */
  readonly commit: string
  /** A descendant of the commit of the reading before, or the same. */
  readonly descends: boolean
  /** Which item fails which rule; empty when done. */
  readonly because: readonly string[]
  /** One row per item of the Definition of Done. */
  readonly evidence: readonly {
    readonly phase: string
    readonly item: string
    readonly commit: string
    readonly verifiedAt: number
    readonly command: string
  }[]
}

/** How an action ended. */
export interface ResultFact {
  readonly actionId: string
  readonly loop: string | null
  /** `unknown`: a crash came between, and looking does not tell. */
  readonly outcome: 'done' | 'failed' | 'undelivered' | 'refused' | 'unknown'
  readonly detail: string
}
