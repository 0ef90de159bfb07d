import { CcCiError, isCcCiError, type ProcessResult, type ProcessRunner } from '@cc-ci/kernel'

type Environment = Readonly<Record<string, string | undefined>>

export interface GitCloneOptions {
  readonly processes: ProcessRunner
  readonly environment: Environment
  readonly timeoutMs?: number
}

/** A git hook, or a program inside of one, must not lead our git to another repository. */
const notInherited =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|NAMESPACE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH|EDITOR|SEQUENCE_EDITOR)$/

const quiet = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: 'true',
  SSH_ASKPASS: 'true',
  GIT_EDITOR: 'true',
  GIT_SEQUENCE_EDITOR: 'true',
  GIT_OPTIONAL_LOCKS: '0',
}

const settings = ['core.hooksPath=/dev/null', 'commit.gpgSign=false', 'gc.auto=0', 'core.quotePath=false'].flatMap(
  (setting) => ['-c', setting],
)

/** Git in one clone: without prompts, hooks and editors, and with a time limit for each command. */
export class GitClone {
  readonly folder: string
  readonly #processes: ProcessRunner
  readonly #environment: Record<string, string>
  readonly #timeoutMs: number

  constructor(folder: string, { processes, environment, timeoutMs = 60_000 }: GitCloneOptions) {
    this.folder = folder
    this.#processes = processes
    this.#timeoutMs = timeoutMs
    const inherited = Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || notInherited.test(name) ? [] : [[name, value]],
    )
    this.#environment = {
      ...Object.fromEntries(inherited),
      ...quiet,
      ...(environment.GIT_SSH_COMMAND === undefined && { GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' }),
    }
  }

  /** A non-zero exit is a result. Throws GIT_TIMED_OUT and PROGRAM_NOT_FOUND. */
  async try(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    input?: string,
  ): Promise<ProcessResult> {
    try {
      return await this.#processes.run('git', [...settings, ...args], {
        cwd: this.folder,
        cleanEnv: true,
        env: { ...this.#environment, ...env },
        timeoutMs: this.#timeoutMs,
        ...(input !== undefined && { input }),
      })
    } catch (error) {
      if (!isCcCiError(error) || error.code !== 'PROCESS_TIMED_OUT') throw error
      throw new CcCiError('GIT_TIMED_OUT', `git ${args[0]} did not end within ${this.#timeoutMs / 1000} s.`)
    }
  }

  /** What git printed. Throws GIT_FAILED and GIT_INDEX_LOCKED. */
  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}, input?: string): Promise<string> {
    const result = await this.try(args, env, input)
    if (result.exitCode === 0) return result.stdout
    throw this.explain(args[0] ?? '', result)
  }

  explain(action: string, { stderr, stdout }: ProcessResult): CcCiError {
    const complaint = lastWords(stderr || stdout)
    if (/index\.lock|\.lock': File exists/.test(stderr)) {
      return new CcCiError('GIT_INDEX_LOCKED', `Another git works in ${this.folder}, or one that died left its lock.`, {
        hint: 'Wait for it. If no git runs there and .git/index.lock is older than ten minutes, remove that file.',
      })
    }
    return new CcCiError('GIT_FAILED', `git ${action} failed in ${this.folder}: ${complaint}`)
  }
}

/** The clone around a folder. Throws NOT_A_GIT_REPOSITORY. */
export async function findClone(folder: string, options: GitCloneOptions): Promise<GitClone> {
  const result = await new GitClone(folder, options).try(['rev-parse', '--show-toplevel'])
  if (result.exitCode === 0 && result.stdout !== '') return new GitClone(result.stdout, options)
  throw new CcCiError('NOT_A_GIT_REPOSITORY', `${folder} is not in a clone of a git repository.`, {
    hint: 'Run the command in the clone of the loop, or give it one: git clone <repository> <folder>.',
    exitCode: 2,
  })
}

/** The line in which git says why, without a password that an address may hold. */
export function lastWords(text: string): string {
  const lines = text.trim().split('\n')
  const line = lines.find((each) => /^(fatal|error): /.test(each)) ?? lines.at(-1) ?? ''
  return line.replace(/^(fatal|error): /, '').replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1***@')
}
