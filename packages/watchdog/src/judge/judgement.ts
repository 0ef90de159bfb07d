import type { ErrorClass, Mark, TokenCount } from '@cc-ci/contracts/agent-client'
import type { StateName } from '../decide/state-name.js'

export type RecordingKind = 'pane' | 'transcript' | 'hooks' | 'registry' | 'statusline' | 'stream-json' | 'unknown'

/** What the watchdog would think of one recording, by that alone. What it does not tell is null, or `UNKNOWN`. */
export interface Judgement {
  readonly file: string
  readonly kind: RecordingKind
  readonly state: StateName
  readonly turn: 'idle' | 'busy' | 'dialog' | 'exited' | null
  readonly composer: 'empty' | 'hint' | 'draft' | 'none' | null
  readonly dialog: { readonly kind: string; readonly cursor: string | null } | null
  readonly retry: { readonly attempt: number; readonly max: number } | null
  /** `until` in epoch seconds; `armed`: the client goes on by itself. */
  readonly limit: { readonly kind: string; readonly until: number | null; readonly armed: boolean } | null
  /** What the last turn ended with, and how many in a row did. */
  readonly error: { readonly class: ErrorClass; readonly streak: number } | null
  readonly usage: TokenCount | null
  readonly owners: readonly { readonly pid: number; readonly sessionId: string; readonly alive: boolean | null }[]
  /** False where it forbids typing. Nothing permits it alone: then it is null. */
  readonly mayType: boolean | null
  /** Lines counted from 1; 0 is what stands beside the recording, such as the title of a pane. */
  readonly evidence: readonly Mark[]
}

/** A judgement of a recording that tells nothing; each reader adds what it can tell. */
export const nothingKnown: Omit<Judgement, 'file' | 'kind'> = {
  state: 'UNKNOWN',
  turn: null,
  composer: null,
  dialog: null,
  retry: null,
  limit: null,
  error: null,
  usage: null,
  owners: [],
  mayType: null,
  evidence: [],
}

const open: ReadonlySet<StateName> = new Set<StateName>(['UNKNOWN', 'IDLE', 'API_TROUBLE', 'STARTING'])

/** Whether the state itself forbids typing; null where only other signs can tell. */
export function mayTypeIn(state: StateName): false | null {
  return open.has(state) ? null : false
}
