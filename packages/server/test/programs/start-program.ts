import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

interface StartedProgram {
  readonly process: ChildProcess
  /** What it has printed until now. */
  readonly printed: () => string
  /** Resolves as soon as it has printed so many lines; rejects when it ends before. */
  readonly lines: (count: number) => Promise<readonly string[]>
  /** Ends it as the kernel would, and waits until it is gone. */
  readonly kill: () => Promise<void>
}

/** Starts a program of this folder, which ends with the test at the latest. */
export function startProgram(file: string, args: readonly string[], env: Record<string, string> = {}): StartedProgram {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@cc-ci/source', '--import', 'tsx', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text
  })
  const wholeLines = (): string[] => printed.split('\n').slice(0, -1)
  return {
    process: child,
    printed: () => printed,
    async lines(count) {
      while (wholeLines().length < count) {
        const [reason] = await Promise.race([
          once(child.stdout, 'data').then(() => ['data']),
          ended.then(() => ['end']),
        ])
        if (reason === 'end') throw new Error(`It ended after ${wholeLines().length} lines.`)
      }
      return wholeLines()
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
