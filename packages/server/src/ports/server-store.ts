import type { QueuedRun, RunEnd, RunOrder, RunProcess } from '../queue/queued-run.js'
import type { OutboxEntry, Outgoing } from '../report/outgoing.js'
import type { ForgeComment } from './forge-channel.js'

export interface AuditEntry {
  /** Epoch seconds. */
  readonly at: number
  readonly who: string
  /** `cancel`, `rerun`, … */
  readonly action: string
  readonly subject: string
  readonly outcome: string
}

/**
 * What the server must not forget, in one embedded SQL store. Every call is durable when it returns (synchronous = FULL);
 * `transaction` makes several one: all of them or none, also when killed with -9. Throws SERVER_STORE_FAILED.
 */
export interface ServerStore {
  transaction<T>(work: () => T): T

  /** Remembers a comment; false when it was known, whether polling or a webhook told of it first (S-01, S-07). */
  remember(comment: ForgeComment, at: number): boolean
  cursorOf(repository: string): string | null
  setCursor(repository: string, cursor: string): void

  enqueue(order: RunOrder, at: number): QueuedRun
  run(seq: number): QueuedRun | undefined
  /** Queued and running ones, oldest first. */
  open(): readonly QueuedRun[]
  /** Ended ones, newest first. */
  ended(limit: number): readonly QueuedRun[]
  markStarted(seq: number, process: RunProcess, at: number): void
  markFolder(seq: number, folder: string): void
  markEnded(seq: number, end: RunEnd, at: number): void
  /** Queued again, as its second attempt. */
  requeue(seq: number): void
  /** Takes a run that has not ended out of the queue. */
  withdraw(seq: number, state: 'cancelled' | 'superseded', at: number): void
  /** Wall times of runs that ended by a verdict, newest first: what an estimate is made of. Seconds. */
  durationsOf(recipe: string, kind: string, limit: number): readonly number[]

  /** Puts something in the outbox; what is older than what was told or waits under the same key is dropped (S-10). */
  tell(key: string, seq: number, outgoing: Outgoing, at: number): void
  due(at: number): readonly OutboxEntry[]
  markTold(id: number): void
  /** Tries again at `notBefore`, epoch seconds. */
  postpone(id: number, notBefore: number): void

  audit(entry: AuditEntry): void
  audits(limit: number): readonly AuditEntry[]
  close(): void
}
