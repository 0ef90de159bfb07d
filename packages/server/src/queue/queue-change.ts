import type { RunEvent } from '@cc-ci/contracts/run-event'
import type { Outgoing } from '../report/outgoing.js'
import type { Estimate } from './estimate.js'
import type { QueuedRun, RunOrder } from './queued-run.js'

/** What has just become of a run; `run` is as it is after it. */
export type QueueChange =
  | { readonly kind: 'queued'; readonly run: QueuedRun; readonly estimate: Estimate }
  /** Somebody asked for what waits already. */
  | { readonly kind: 'joined'; readonly run: QueuedRun; readonly order: RunOrder }
  | { readonly kind: 'started'; readonly run: QueuedRun }
  /** Told again from the beginning after the server was started anew. */
  | { readonly kind: 'event'; readonly run: QueuedRun; readonly event: RunEvent }
  /** An infra fault, or no result: it is queued again, once. */
  | { readonly kind: 'requeued'; readonly run: QueuedRun }
  /** Cancelled by somebody, or superseded by `newer`. A run that was going on still cleans up. */
  | { readonly kind: 'withdrawn'; readonly run: QueuedRun; readonly by: string; readonly newer: QueuedRun | null }
  | { readonly kind: 'finished'; readonly run: QueuedRun }

/** An entry for the outbox, as `ServerStore.tell` takes it. */
export interface Told {
  readonly key: string
  readonly seq: number
  readonly outgoing: Outgoing
}

/** What is to be told of a change. Called inside its transaction: what it throws undoes the change. */
export type Report = (change: QueueChange) => readonly Told[]
