import type { Acknowledgement, Composer, Dialog, Turn } from '@cc-ci/contracts/agent-client'
import type { RunMetadata } from '../runner/launch-order.js'

/** How an agent stands towards input, from what it says about itself; its screen can only forbid. */
export interface AgentState {
  /** `unknown` before it has said anything. */
  readonly turn: Turn
  /** What it waits for, in its own words. */
  readonly waitingFor: string | undefined
  readonly composer: Composer
  /** What a person has typed and not sent. */
  readonly draft: string
  readonly dialog: Dialog | undefined
}

/** What an agent says about itself, without a look at its screen. */
export interface AgentReport {
  readonly turn: Turn
  /** What it waits for, or how its last turn failed. */
  readonly detail: string | undefined
  /** Epoch seconds. */
  readonly since: number | undefined
}

/** One way of talking with a running agent. */
export interface AgentEngine {
  /** Undefined before it has said anything. */
  report(run: RunMetadata): AgentReport | undefined
  sense(run: RunMetadata): Promise<AgentState>
  /** Hands the text over as one message. */
  submit(run: RunMetadata, text: string): Promise<void>
  /** Sends what still stands in its composer; false when nothing does. */
  submitAgain(run: RunMetadata): Promise<boolean>
  /** A place in the agent's record, from which on acknowledgements are looked for. */
  position(run: RunMetadata): number
  acknowledgement(run: RunMetadata, id: string, from: number): Acknowledgement | undefined
  /**
   * Moves the cursor of that dialog to the label and presses Enter there; false, without Enter, when the dialog is not
   * there or has no such label.
   */
  choose(run: RunMetadata, answer: { readonly dialog: string; readonly label: string }): Promise<boolean>
  /** Breaks off the turn that runs; false when none does. */
  interrupt(run: RunMetadata): Promise<boolean>
  /** Asks it to end in its own way. */
  askToEnd(run: RunMetadata): Promise<void>
  /** What a person would see, for messages. */
  lastWords(): Promise<string>
}

/** Whether a message would be taken at once, and nothing else would be hit by it. */
export function takesInput({ turn, composer, dialog }: AgentState): boolean {
  const turnOver = turn === 'idle' || turn === 'background'
  return turnOver && dialog === undefined && (composer === 'empty' || composer === 'hint')
}
