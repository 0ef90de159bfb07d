import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const fromSources = process.env.CC_CI_TESTS_FROM_SOURCES !== undefined
const sourceFlags = ['--conditions=@cc-ci/source', '--import', import.meta.resolve('tsx')]
// Or its cache would lie among what a run leaves behind.
const sourceEnv = fromSources ? { TSX_DISABLE_CACHE: '1' } : {}
const sourceProgram = fileURLToPath(new URL('../bin/dev.js', import.meta.url))

export const builtProgram = fileURLToPath(new URL('../bin/run.js', import.meta.url))

/** What starts the program, before its arguments. */
export const programWords = [process.execPath, ...(fromSources ? [...sourceFlags, sourceProgram] : [builtProgram])]

export interface Finished {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface ProgramOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** What it could read from standard input; that is otherwise closed. */
  readonly input?: string
  /** Puts a shell between us and the program, as CI does. */
  readonly shell?: boolean
}

export interface RunningProgram {
  readonly process: ChildProcess
  readonly finished: Promise<Finished>
  /** Resolves when standard error has said so. */
  said(pattern: RegExp): Promise<void>
}

/** Starts the built cc-ci, or with CC_CI_TESTS_FROM_SOURCES the one that is not built, with an environment of its own, so that nothing of this machine decides what it does. It finds no browser unless `env` names one: nobody looks at its pictures. */
export function startCcCi(args: readonly string[], options: ProgramOptions): RunningProgram {
  const { cwd, env = {}, input, shell = false } = options
  const { PATH = '', HOME = '' } = process.env
  const line = [...programWords, ...args]
  const [command = '', ...rest] = shell ? ['/bin/sh', '-c', '"$@"; exit $?', 'sh', ...line] : line
  const child = spawn(command, rest, { cwd, env: { PATH, HOME, CC_CI_CHROMIUM: '/nowhere', ...sourceEnv, ...env } })
  const text = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk
    })
  }
  child.stdin.end(input ?? '')
  return {
    process: child,
    finished: once(child, 'close').then(([exitCode]) => ({ exitCode, ...text })),
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(text.stderr)) resolve()
        }
        look()
        child.stderr.on('data', look)
        child.on('close', () => reject(new Error(`never said ${pattern}; it said:\n${text.stderr}`)))
      }),
  }
}

export const ccCi = (args: readonly string[], options: ProgramOptions): Promise<Finished> =>
  startCcCi(args, options).finished
