import type { Block } from '../screen/blocks.js'
import type { TranscriptRecord } from '../session/transcript.js'

export interface Retry {
  readonly cause: string
  readonly attempt: number
  readonly of: number
  readonly seconds: number
}

/** Where a turn is shown: on the screen, or as lines of JSON. */
export interface Stage {
  show(block: Block): void
  /** A record that was written to the transcript. */
  recorded(record: TranscriptRecord): void
  running(command: string | undefined): void
  retrying(retry: Retry | undefined): void
  /** Whether the user allows the command. */
  askPermission(command: string, signal: AbortSignal): Promise<boolean>
  /** Something that is not drawn by itself has changed. */
  refresh(): void
  freeze(): void
  /** Gives the terminal back without any of the orderly steps. */
  abandon(): void
}
