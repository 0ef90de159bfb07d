import { CcCiError, isCcCiError, type ProcessRunner } from '@cc-ci/kernel'
import { type AbraVerb, type FlagGuess, flagGuesses } from '../abra/guesses.js'
import { readHelpFlags, spellFlag } from '../abra/help-flags.js'
import { plainOutput } from '../abra/plain-output.js'
import { readAbraVersion } from '../abra/read-version.js'

export interface AbraCall<V extends AbraVerb> {
  readonly verb: V
  /** By the names of the guesses; a text is the flag's value. */
  readonly flags: Partial<Record<keyof (typeof flagGuesses)[V], boolean | string>>
  readonly args?: readonly string[]
  readonly abraDir: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

export interface AbraOutput {
  readonly exitCode: number
  /** Without colours. It may hold secrets: never log it. */
  readonly text: string
}

const questionLimitMs = 20_000

/** The program abra: always in a pseudo terminal, with a hard limit, and with the flags that it says it has. */
export class AbraCommand {
  readonly helps = new Map<AbraVerb, ReadonlySet<string> | undefined>()
  readonly #processes: ProcessRunner
  readonly #clientEnv: Readonly<Record<string, string>>

  constructor(options: { readonly processes: ProcessRunner; readonly clientEnv: Readonly<Record<string, string>> }) {
    this.#processes = options.processes
    this.#clientEnv = options.clientEnv
  }

  /** Undefined when there is no abra on PATH, or something else of that name. */
  async findVersion(): Promise<string | undefined> {
    try {
      return readAbraVersion((await this.#run(['--version'], { timeoutMs: questionLimitMs })).text)
    } catch (error) {
      if (isCcCiError(error) && error.code === 'PROGRAM_NOT_FOUND') return undefined
      throw error
    }
  }

  async version(): Promise<string> {
    const version = await this.findVersion()
    if (version !== undefined) return version
    throw new CcCiError('ABRA_MISSING', 'There is no program abra on PATH that says its version.', {
      hint: 'Install abra, or let cc-ci deploy by itself: --engine swarm.',
    })
  }

  async run<V extends AbraVerb>({
    verb,
    flags,
    args = [],
    abraDir,
    timeoutMs,
    signal,
  }: AbraCall<V>): Promise<AbraOutput> {
    const listed = await this.#flagsOf(verb)
    const guesses: Readonly<Record<string, FlagGuess>> = flagGuesses[verb]
    const written = Object.entries(flags).flatMap(([name, value]) => {
      const guess = guesses[name]
      const flag = guess === undefined || value === false ? undefined : spellFlag(guess, listed)
      return flag === undefined ? [] : typeof value === 'string' ? [flag, value] : [flag]
    })
    // Flags before arguments: abra up to 0.9 knows them nowhere else.
    return this.#run([...verb.split(' '), ...written, ...args], { abraDir, timeoutMs, ...(signal && { signal }) })
  }

  /** Whether this abra offers a flag that it could do without. */
  async offers<V extends AbraVerb>(verb: V, flag: keyof (typeof flagGuesses)[V] & string): Promise<boolean> {
    const guess = (flagGuesses[verb] as Readonly<Record<string, FlagGuess>>)[flag]
    return guess !== undefined && spellFlag(guess, await this.#flagsOf(verb)) !== undefined
  }

  async #flagsOf(verb: AbraVerb): Promise<ReadonlySet<string> | undefined> {
    if (this.helps.has(verb)) return this.helps.get(verb)
    const help = await this.#run([...verb.split(' '), '--help'], { timeoutMs: questionLimitMs })
    const listed = help.exitCode === 0 ? readHelpFlags(help.text) : undefined
    this.helps.set(verb, listed)
    return listed
  }

  async #run(
    args: readonly string[],
    { abraDir, timeoutMs, signal }: { abraDir?: string; timeoutMs: number; signal?: AbortSignal },
  ): Promise<AbraOutput> {
    const { exitCode, stdout } = await this.#processes.run('abra', args, {
      pty: true,
      cleanEnv: true,
      env: {
        ...this.#clientEnv,
        NO_COLOR: '1',
        TERM: 'dumb',
        ...(abraDir !== undefined && { ABRA_DIR: abraDir }),
      },
      // Never the checkout: a recipe must not be where a client looks for its own files.
      cwd: '/',
      timeoutMs,
      ...(signal !== undefined && { signal }),
    })
    return { exitCode, text: plainOutput(stdout) }
  }
}
