/** What was looked at, or why it could not be: a failed look is never a finding. */
export type Fact<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string }

/** One process of this machine; pid and start together name it, because pids are used again. */
export interface ProcessFact {
  readonly pid: number
  /** Field 22 of /proc/<pid>/stat; undefined where it could not be read. */
  readonly start: string | undefined
  /** Target of /proc/<pid>/exe; undefined where we may not look. */
  readonly executable: string | undefined
  /** The conversations that its arguments name. */
  readonly sessions: readonly string[]
}

/** A record of the client's registry of live sessions; stale after a kill. */
export interface SessionRecord {
  readonly pid: number
  readonly sessionId: string
  readonly procStart: string | undefined
}

/** `.claude.json`: what the client asks at a first start, and what was answered. */
export type ClientConfigFact =
  | { readonly state: 'absent' }
  | { readonly state: 'unparsable' }
  | {
      readonly state: 'read'
      readonly onboarded: boolean
      readonly bypassAccepted: boolean
      /** Real paths of the folders that are trusted. */
      readonly trusted: readonly string[]
      /** Whether the API key of the environment is approved; undefined without a key. */
      readonly keyApproved: boolean | undefined
    }

export interface AgentFact {
  /** Undefined when there is no such program. */
  readonly path: string | undefined
  readonly executable: boolean
  /** As it says itself; undefined when it says none. */
  readonly version: string | undefined
}

export interface CloneFact {
  /** Where the folder really is. */
  readonly folder: string
  readonly state: 'absent' | 'not-a-clone' | 'clone'
  /** How many paths have changes that are not committed. */
  readonly changes: number
  /** In whose name its agent would commit: `name <address>`; undefined when git would refuse for want of one. */
  readonly author: string | undefined
  /** Seconds since index.lock was written; undefined without one. */
  readonly lockAge: number | undefined
  /** Epoch seconds of the newest commit that the remote is known to have. */
  readonly newestRemoteCommit: number | undefined
}

export interface RemoteFact {
  /** Without user names and passwords; undefined when the clone has no remote. */
  readonly url: string | undefined
  /** What git says when it does not answer. */
  readonly trouble: string | undefined
}

export interface DiskFact {
  readonly folder: string
  readonly freeBytes: number
  /** Undefined where the file system has no fixed number. */
  readonly freeInodes: number | undefined
  readonly inodes: number | undefined
}

export interface TextFile {
  /** As a person would name it, relative to the workspace. */
  readonly file: string
  /** Undefined when there is none. */
  readonly text: string | undefined
}

export interface LoopFacts {
  readonly name: string
  readonly folder: string
  /** What it may do without asking. */
  readonly permissionMode: string
  readonly pinnedVersion: string | undefined
  readonly agent: Fact<AgentFact>
  /** The conversation it had last, and whoever holds its lock. */
  readonly conversation: Fact<{ readonly sessionId: string | undefined; readonly lockHeldBy: string | undefined }>
  /** The process that we started for it; undefined when none was, or it has ended. */
  readonly ownPid: number | undefined
  readonly clone: Fact<CloneFact>
  readonly remote: Fact<RemoteFact>
  readonly prompts: Fact<readonly TextFile[]>
  /** Epoch seconds at which its transcript was last written; undefined without one. */
  readonly transcriptWrittenAt: Fact<number | undefined>
}

export interface LoginFact {
  /** Whether there is a file of credentials; an agent with an API key needs none. */
  readonly present: boolean
  /** Epoch seconds; undefined when it does not say. */
  readonly endsAt: number | undefined
  /** Whether the client can renew it without a person. */
  readonly renewable: boolean
}

export interface TmuxServerFact {
  /** Undefined when none of ours runs. */
  readonly pid: number | undefined
  readonly cgroup: string | undefined
  /** Names of its global environment; values are not read. */
  readonly variables: readonly string[]
}

/** Everything that can stop a loop without a word, as it is right now. */
export interface HostFacts {
  /** Epoch seconds. */
  readonly now: number
  /** Names of our own environment. */
  readonly variables: readonly string[]
  readonly loops: readonly LoopFacts[]
  /** The version that tmux says; undefined when there is no tmux. */
  readonly tmux: Fact<string | undefined>
  readonly tmuxServer: Fact<TmuxServerFact>
  readonly sessions: Fact<readonly SessionRecord[]>
  readonly processes: Fact<readonly ProcessFact[]>
  readonly clientConfig: Fact<ClientConfigFact>
  readonly login: Fact<LoginFact>
  /** After how many days the client deletes transcripts; its default when undefined. */
  readonly cleanupDays: Fact<number | undefined>
  readonly linger: Fact<boolean>
  /** Whether the user's systemd answers, and where its folder is. */
  readonly userManager: Fact<{ readonly runtimeFolder: string | undefined; readonly reachable: boolean }>
  readonly clockSynchronised: Fact<boolean>
  readonly disks: Fact<readonly DiskFact[]>
  /** Bytes of the client's folder of task outputs; undefined when there is none. */
  readonly taskOutputs: Fact<{ readonly folder: string; readonly bytes: number | undefined }>
  readonly plan: Fact<TextFile>
  /** Paths below the protocol folder, and files of the protocol that lie elsewhere. */
  readonly protocol: Fact<{
    readonly folder: string
    readonly paths: readonly string[]
    readonly strays: readonly string[]
  }>
}
