import type { Presented, Progress } from '../ports/presenter.js'
import type { PullRequestRun, QueuedRun } from '../queue/queued-run.js'
import type { Outgoing } from './outgoing.js'

/** What happened to a run, with the words for it. */
export type RunChange = { readonly run: QueuedRun; readonly texts: Presented } & (
  | { readonly kind: 'queued' }
  /** `before`: where it was when it was last told of; null at its start. */
  | { readonly kind: 'running'; readonly before: Progress | null; readonly progress: Progress }
  | { readonly kind: 'ended' }
)

/** Something for the outbox: `store.tell(key, seq, outgoing, at)`. */
export interface Telling {
  readonly key: string
  readonly seq: number
  readonly outgoing: Outgoing
}

/**
 * What a pull request is to be told of a run: when it is queued, at each change of its rung, and at its end, however it
 * ended: a status never stays pending (S-05). A run without pull request is told of by its page alone.
 */
export function planReport(change: RunChange): readonly Telling[] {
  const { run, texts } = change
  const { pullRequest } = run
  if (pullRequest === null) return []
  const comment = commentOf(run, pullRequest, texts.comment)
  switch (change.kind) {
    case 'queued':
      return [...reactionOf(run, pullRequest, 'eyes'), statusOf(run, pullRequest, texts), comment]
    case 'running':
      return change.before?.tier === change.progress.tier ? [] : [comment]
    case 'ended':
      return [statusOf(run, pullRequest, texts), comment, ...reactionOf(run, pullRequest, closing(run))]
  }
}

function commentOf(run: QueuedRun, { repository, number }: PullRequestRun, body: string): Telling {
  const { recipe, seq, state, folder } = run
  const cardFolder = state === 'finished' ? folder : null
  const outgoing = { kind: 'comment', repository, pullRequest: number, recipe, body, cardFolder } as const
  return { key: `comment ${repository} ${number} ${recipe}`, seq, outgoing }
}

/** Stands on the commit that the run was asked for, whatever was pushed since. */
function statusOf(run: QueuedRun, { repository, hash }: PullRequestRun, { status }: Presented): Telling {
  const over = run.state !== 'queued' && run.state !== 'running'
  const state = over && status.state === 'pending' ? 'error' : status.state
  const told = {
    ...status,
    state,
    description: status.description.slice(0, 140),
    targetUrl: withRun(status.targetUrl, run),
  }
  const key = `status ${repository} ${hash} ${status.context}`
  return { key, seq: run.seq, outgoing: { kind: 'status', repository, hash, status: told } }
}

/** Readers match the link against the run, so that an old green is never read as a new one (S-06). */
function withRun(url: string, { seq, folder }: QueuedRun): string {
  const named = new RegExp(`(?<!\\d)${seq}(?!\\d)`).test(url) || (folder !== null && url.includes(folder))
  return named ? url : `${url.replace(/#.*$/, '')}#run-${seq}`
}

/** Cancelled or superseded, a run says nothing of the change. */
function closing({ state, end }: QueuedRun): 'hooray' | 'confused' | undefined {
  if (state !== 'finished' || end?.stopped === 'cancelled') return undefined
  return end?.verdict === 'green' ? 'hooray' : 'confused'
}

function reactionOf(
  { commentId, seq }: QueuedRun,
  { repository }: PullRequestRun,
  reaction: 'eyes' | 'hooray' | 'confused' | undefined,
): Telling[] {
  if (commentId === null || reaction === undefined) return []
  const part = reaction === 'eyes' ? 'heard' : 'ended'
  const outgoing = { kind: 'reaction', repository, commentId, reaction } as const
  return [{ key: `reaction ${repository} ${commentId} ${part}`, seq, outgoing }]
}
