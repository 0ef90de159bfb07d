export { childRunner } from './adapters/child-runner.js'
export { GiteaChannel } from './adapters/gitea-channel.js'
export { GitHubChannel } from './adapters/github-channel.js'
export { type ListenOptions, listen } from './adapters/listen.js'
export { openServerStore } from './adapters/open-server-store.js'
export { createServer, type Server, type ServerParts } from './create-server.js'
export { type OperatorToken, signToken, type TokenPurpose } from './operator/operator-token.js'
export { type QueueView, viewQueue } from './pages/queue-view.js'
export type {
  CommentPage,
  CommitStatus,
  ForgeChannel,
  ForgeComment,
  PullRequestHead,
  Reaction,
} from './ports/forge-channel.js'
export type { Layout, LayoutPage } from './ports/layout.js'
export type { Presented, Presenter, Progress } from './ports/presenter.js'
export type { RunListener, Runner, RunningRun } from './ports/runner.js'
export type { AuditEntry, ServerStore } from './ports/server-store.js'
export { estimateStore } from './queue/estimate-store.js'
export type {
  PullRequestRun,
  QueuedRun,
  RunEnd,
  RunMode,
  RunOrder,
  RunProcess,
  RunState,
} from './queue/queued-run.js'
export { Turns } from './queue/turns.js'
export type { OutboxEntry, Outgoing } from './report/outgoing.js'
export { verifyWebhook, type WebhookForge } from './trigger/verify-webhook.js'
