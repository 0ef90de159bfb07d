import type { RunnerFact } from '../decide/facts.js'

/** One loop, and where its traces lie. Paths are absolute; null for what there is not. */
export interface WatchedLoop {
  readonly name: string
  readonly role: string
  readonly runner: RunnerFact
  /** The clone it works in. */
  readonly folder: string
  /** The client's configuration folder: registry, transcripts. */
  readonly clientFolder: string
  /** Name of the client's program, as it stands in process arguments. */
  readonly clientProgram: string
  readonly transcript: string | null
  /** What the client last said about its context and limits. */
  readonly statusline: string
  /** One JSON object per line, added by the client's hooks. */
  readonly hookSpool: string
  /** Where its terminal is; null for a headless agent. */
  readonly terminal: { readonly socket: string; readonly name: string } | null
}

/** A loop of which nothing can be told, and why. */
export interface UnknownLoop {
  readonly name: string
  readonly role: string
  readonly unknown: string
}

export type ControlOutcome =
  | { readonly outcome: 'done'; readonly detail: string }
  | { readonly outcome: 'failed' | 'undelivered' | 'refused'; readonly detail: string }

/**
 * What may be done to a loop. Each call waits for its effect, gives its outcome as data, and throws only bugs. The
 * launcher checks locks and owners again by itself: it refuses where the watchdog saw too little.
 */
export interface LoopControl {
  /** A loop about which nothing can be told has `unknown` with the reason instead. */
  loops(): Promise<readonly (WatchedLoop | UnknownLoop)[]>
  nudge(loop: string, message: { readonly id: string; readonly text: string }): Promise<ControlOutcome>
  /** Moves the cursor to the label, looks again, and presses Enter only there. */
  choose(loop: string, answer: { readonly dialog: string; readonly label: string }): Promise<ControlOutcome>
  interrupt(loop: string): Promise<ControlOutcome>
  /** Ends what runs (TERM, then KILL, with all it started), then starts; `brief` is the whole first prompt of a fresh conversation. */
  restart(
    loop: string,
    how: { readonly conversation: 'resume' | 'fresh'; readonly brief: string | null },
  ): Promise<ControlOutcome>
  /** Ends our agent, which somebody else's session was there before; it may be started again later. */
  giveUp(loop: string): Promise<ControlOutcome>
  /** The work is done at this commit: disarms restarts first, then asks the loops to end, waits, ends. Twice changes nothing. */
  tearDown(commit: string): Promise<ControlOutcome>
  /** Ends the toolkit's own terminal server if nothing of ours runs in it. */
  closeTerminals(): Promise<ControlOutcome>
  /** Material for a hand-over brief, from git and the transcript; never from what the model is asked. */
  handOver(loop: string): Promise<HandOverFacts>
}

export interface HandOverFacts {
  /** The loop's whole first prompt. */
  readonly prompt: string
  readonly phase: string | null
  readonly status: string
  /** Newest commits, the newest first. */
  readonly commits: readonly string[]
  readonly uncommitted: readonly string[]
  readonly lastAnswer: string
}
