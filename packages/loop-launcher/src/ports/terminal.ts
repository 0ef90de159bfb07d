/** One terminal that a loop runs in. */
export interface TerminalPane {
  readonly id: string
  /** Who made it, as told when it was opened; undefined for somebody else's terminal of the same name. */
  readonly owner: string | undefined
  readonly pid: number
  /** Its program has ended, and its last screen is kept. */
  readonly dead: boolean
  /** People who look at it right now. */
  readonly viewers: number
  /** Somebody scrolls in it, so that it would take keys as commands. */
  readonly scrolling: boolean
}

export interface OpenTerminal {
  readonly name: string
  readonly owner: string
  readonly folder: string
  /** Run directly, without a shell that would outlive it. */
  readonly command: readonly string[]
}

/** Terminals that go on without us, all of them on a server of our own; the user's own server is never touched. */
export interface Terminal {
  /** Throws TMUX_MISSING or TMUX_TOO_OLD. */
  check(): Promise<void>
  /** Undefined when there is none of that name; throws TERMINAL_UNREACHABLE when nobody can tell. */
  find(name: string): Promise<TerminalPane | undefined>
  /** Throws TERMINAL_TAKEN when there is one of that name, dead or alive. */
  open(request: OpenTerminal): Promise<TerminalPane>
  /** What is on the screen, with colours. */
  capture(pane: string): Promise<string>
  /** What is and was on the screen, plain; also of a terminal whose program has ended. */
  lastLines(pane: string): Promise<string>
  /** Types the text as one paste, without Enter; leaves the scroll mode before. */
  paste(pane: string, text: string): Promise<void>
  /** Presses Enter, long enough after a paste that it is not taken for a part of it. */
  enter(pane: string): Promise<void>
  /** Presses one key, by tmux's name of it. */
  press(pane: string, key: 'Up' | 'Down' | 'Escape'): Promise<void>
  /** Ends the terminal of that name, and the server with the last one. */
  close(name: string): Promise<void>
  /** The command line with which a person looks at it. */
  attachCommand(name: string): readonly string[]
}
