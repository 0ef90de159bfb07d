export type {
  CommentPage,
  CommitStatus,
  ForgeChannel,
  ForgeComment,
  PullRequestHead,
  Reaction,
} from './ports/forge-channel.js'
export type { Presented, Presenter, Progress } from './ports/presenter.js'
export type { RunListener, Runner, RunningRun } from './ports/runner.js'
export type { AuditEntry, ServerStore } from './ports/server-store.js'
export type {
  PullRequestRun,
  QueuedRun,
  RunEnd,
  RunMode,
  RunOrder,
  RunProcess,
  RunState,
} from './queue/queued-run.js'
export type { OutboxEntry, Outgoing } from './report/outgoing.js'
