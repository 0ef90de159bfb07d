/** What the user typed, as far as an error needs it to say what to try. */
export interface Typed {
  /** "test", "results show"; undefined when no command was reached. */
  readonly command: string | undefined
  /** The flags of that command, without dashes. */
  readonly flags: readonly string[]
}
