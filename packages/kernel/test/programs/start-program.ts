import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

interface StartedProgram {
  readonly process: ChildProcess
  /** What it has printed until now. */
  readonly printed: () => string
  readonly ended: Promise<{ exitCode: number | null; signal: string | null }>
}

/** Starts a program of this folder, or of `folder`, as a cc-ci of its own, which ends with the test. */
export function startProgram(
  file: string,
  args: readonly string[],
  folder: string | URL = import.meta.url,
): StartedProgram {
  const path = fileURLToPath(new URL(file, folder))
  const node = ['--expose-gc', '--conditions=@cc-ci/source', '--import', 'tsx', path, ...args]
  const child = spawn(process.execPath, node, { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  onTestFinished(() => void child.kill('SIGKILL'))
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text
  })
  const ended = once(child, 'exit').then(([exitCode, signal]) => ({ exitCode, signal }))
  return { process: child, printed: () => printed, ended }
}

/** False also for a dead process that nobody has cleared away yet. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
