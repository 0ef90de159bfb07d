import type { ProcessResult, ProcessRunner, RunOptions } from '../ports/process-runner.js'
import { describeCommand, processAborted, processTimedOut, programNotFound } from '../process-failures.js'

export interface ScriptedRun {
  readonly command: string
  readonly args: readonly string[]
  readonly options: RunOptions
}

/** What to answer, or how to find out. Throw a CcCiError for a program that does not run to its end. */
export type ScriptedAnswer =
  | Partial<ProcessResult>
  | ((
      args: readonly string[],
      options: RunOptions,
    ) => Partial<ProcessResult> | 'hangs' | Promise<Partial<ProcessResult> | 'hangs'>)

/** A ProcessRunner that answers from a script and remembers what it was asked. */
export class ScriptedProcessRunner implements ProcessRunner {
  /** The command lines, arguments joined by spaces. */
  readonly calls: string[] = []
  readonly runs: ScriptedRun[] = []
  readonly #answers: Array<{ prefix: string; answer: ScriptedAnswer }> = []

  /** Answers any command line that starts with `prefix`; the answer given last wins. */
  on(prefix: string, answer: ScriptedAnswer = {}): this {
    this.#answers.unshift({ prefix, answer })
    return this
  }

  /** Lets a program be one that is not installed. */
  missing(program: string): this {
    return this.on(program, () => {
      throw programNotFound(program)
    })
  }

  /** Lets a program run until its time is up, at once, or until it is cancelled. */
  hangs(prefix: string): this {
    return this.on(prefix, () => 'hangs')
  }

  async run(command: string, args: readonly string[], options: RunOptions = {}): Promise<ProcessResult> {
    const line = [command, ...args].join(' ')
    this.calls.push(line)
    this.runs.push({ command, args, options })
    if (options.signal?.aborted) throw processAborted(describeCommand(command, args, options.redact))
    const scripted = this.#answers.find(({ prefix }) => line.startsWith(prefix))
    if (scripted === undefined) throw new Error(`No answer is scripted for: ${line}`)
    const answer = typeof scripted.answer === 'function' ? await scripted.answer(args, options) : scripted.answer
    if (answer === 'hangs') return hang(describeCommand(command, args, options.redact), options)
    const result = { exitCode: 0, stdout: '', stderr: '', ...answer }
    for (const stream of ['stdout', 'stderr'] as const) {
      if (result[stream] !== '') for (const text of result[stream].split('\n')) options.onLine?.(text, stream)
    }
    return result
  }
}

async function hang(shown: string, { timeoutMs, signal }: RunOptions): Promise<never> {
  if (timeoutMs !== undefined) throw processTimedOut(shown, timeoutMs)
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(processAborted(shown)))
  })
}
