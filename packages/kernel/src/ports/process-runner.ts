/** What a finished program left behind. A non-zero exit is a result, not an exception. */
export interface ProcessResult {
  readonly exitCode: number
  /** Without the last line end. */
  readonly stdout: string
  readonly stderr: string
}

export type OutputStream = 'stdout' | 'stderr'

export interface RunOptions {
  readonly cwd?: string
  /** Added to the inherited environment, or all of it with `cleanEnv`. */
  readonly env?: Readonly<Record<string, string>>
  /** Inherits nothing, not even PATH: a stray LANG of the host once ended up in a rendered file. */
  readonly cleanEnv?: boolean
  /** Standard input; nothing is readable there when absent. */
  readonly input?: string
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** Called with each line as it comes; what it throws stops the program and is thrown by `run`. */
  readonly onLine?: (line: string, stream: OutputStream) => void
  /**
   * Runs the program in a pseudo terminal of 200 columns: stderr comes merged into stdout, colours are kept,
   * line ends are LF, and a program that a signal ended exits with 128 + its number.
   */
  readonly pty?: boolean
  /**
   * Ends what the program left running in the background, however it hides: in its process group, or by the
   * environment that it inherited. The program's end counts, not that of its output.
   */
  readonly leavesNothing?: boolean
  /** How long a stopped program may take to end by itself before it is killed; 5 s by default. */
  readonly killGraceMs?: number
  /** Secrets among the arguments: masked wherever an error shows the command line. */
  readonly redact?: readonly string[]
}

/** The one door through which cc-ci starts other programs. */
export interface ProcessRunner {
  /**
   * The program leads its own process group; stopping it stops everything it started, and so does our own end.
   * Throws only when the program did not run to its end: PROGRAM_NOT_FOUND, PROGRAM_NOT_STARTED,
   * PROCESS_TIMED_OUT, PROCESS_ABORTED, PROCESS_KILLED (by a signal from elsewhere).
   */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<ProcessResult>
}
