import type { ApiError } from '../records/api-errors.js'
import type { HitLimit } from '../records/limit.js'

/** How a turn ended. */
export type TurnEnd =
  | { readonly kind: 'answered'; readonly text: string }
  | { readonly kind: 'failed'; readonly error: ApiError; readonly limit?: HitLimit }
  | { readonly kind: 'interrupted' }

/** What goes on in the background after a turn, as Stop hooks tell it. */
export interface BackgroundTask {
  readonly id: string
  readonly type: 'shell'
  readonly status: 'running'
  readonly command: string
}
