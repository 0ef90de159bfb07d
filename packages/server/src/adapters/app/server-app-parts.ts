import type { Clock } from '@cc-ci/kernel'
import type { OperatorSessions } from '../../operator/operator-sessions.js'
import type { ForgeComment } from '../../ports/forge-channel.js'
import type { Layout } from '../../ports/layout.js'
import type { Progress } from '../../ports/presenter.js'
import type { ServerStore } from '../../ports/server-store.js'
import type { RunQueue } from '../../queue/run-queue.js'
import type { Hearing } from '../../trigger/hear-comments.js'

/** What a webhook is, before anybody trusted it. */
export interface Delivery {
  /** Header names are lower case. */
  readonly header: (name: string) => string | undefined
  readonly body: Uint8Array
}

export interface ServerAppParts {
  readonly store: ServerStore
  readonly queue: Pick<RunQueue, 'cancel' | 'rerun' | 'estimates'>
  readonly hearing: Pick<Hearing, 'hear'>
  readonly clock: Clock
  readonly sessions: OperatorSessions
  readonly layout: Layout
  /** Answers whatever is not ours. */
  readonly dashboard: (request: Request) => Response | Promise<Response>
  readonly progressOf: (seq: number) => Progress | undefined
  /**
   * The comment that a signed webhook tells of, or null; throws WEBHOOK_FORGED, WEBHOOK_OVERSIZE, WEBHOOK_INVALID and
   * WEBHOOK_STALE. Undefined where no secret is known: then no webhook is taken.
   */
  readonly verify: ((delivery: Delivery) => ForgeComment | null) | undefined
  /** Where the site is reached from outside; undefined when it is reached by the address that it listens on. */
  readonly baseUrl: string | undefined
  /** Epoch seconds at which the forge answered last; undefined when it never did. */
  readonly forgeAnsweredAt: () => number | undefined
  /** For how many seconds a forge may be silent before the server is not ready. */
  readonly forgePatience: number
  /** Something is to be told to the forge at once. */
  readonly onTold: () => void
  readonly onTrouble: (error: unknown) => void
}
