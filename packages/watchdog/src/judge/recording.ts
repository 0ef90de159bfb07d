import type { LivingProcess, PaneDescription } from '@cc-ci/contracts/agent-client'

/** A recording as it was found. */
export interface Recording {
  readonly file: string
  readonly text: string
  /** The same screen with its colours. */
  readonly styled?: string | undefined
  /** What the terminal says of the pane. */
  readonly description?: PaneDescription | undefined
  /** Epoch seconds; the time of the file, which may be that of a copy. */
  readonly writtenAt?: number | undefined
}

/** What only whoever asks can know. */
export interface JudgeOptions {
  /** All processes that live; undefined: nobody has looked. */
  readonly living?: readonly LivingProcess[] | undefined
  /** IANA name of the time zone that the client ran in, for times that name none. */
  readonly zone?: string | undefined
  /** Epoch seconds at which panes were captured. */
  readonly capturedAt?: number | undefined
}
