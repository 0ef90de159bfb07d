import type { Clock, ProcessResult, ProcessRunner } from '@cc-ci/kernel'
import type { Fact } from '../../ports/host-facts.js'

/** How long any one look may take; a disk or a remote that hangs must not hold up the others. */
const longestLookMs = 20_000
const longestProgramMs = 10_000

export interface Looker {
  readonly processes: ProcessRunner
  readonly clock: Clock
}

/** What the look found, or why it found nothing. */
export async function look<T>(clock: Clock, find: () => Promise<T>): Promise<Fact<T>> {
  const ending = new AbortController()
  const tooLong = clock.sleep(longestLookMs, ending.signal).then(() => {
    throw new Error(`no answer within ${longestLookMs / 1000} s`)
  })
  try {
    return { ok: true, value: await Promise.race([find(), tooLong]) }
  } catch (error) {
    return { ok: false, reason: firstLine(error instanceof Error ? error.message : String(error)) }
  } finally {
    tooLong.catch(() => undefined)
    ending.abort()
  }
}

/** Runs a program that only tells; it never asks anybody. */
export function ask(processes: ProcessRunner, command: readonly string[]): Promise<ProcessResult> {
  const [program = '', ...args] = command
  const env = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', SYSTEMD_PAGER: '', LC_ALL: 'C' }
  return processes.run(program, args, { env, timeoutMs: longestProgramMs })
}

/** Its output; throws what it complains of. */
export async function tell(processes: ProcessRunner, command: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await ask(processes, command)
  if (exitCode === 0) return stdout
  throw new Error(firstLine(stderr || stdout) || `${command[0]} ended with ${exitCode}`)
}

export const firstLine = (text: string): string => text.trim().split('\n')[0] ?? ''
