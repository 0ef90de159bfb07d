import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { CcCiError } from '@cc-ci/kernel'
import type { RunProcess } from '../../queue/queued-run.js'
import { type AttemptFiles, readIfThere } from './attempt-files.js'
import { parseIdentity } from './process-identity.js'

/**
 * Writes who it is into a new file, and becomes the program. The child claims the attempt itself, and only where nobody
 * did: killed at any moment, we can neither forget a run that was started nor start it twice. `$0` is the file.
 */
const claimThenRun = `set -C
read -r stat < /proc/$$/stat && printf '%s\\n' "$stat" > "$0" || exit 75
exec "$@"`

const lookEveryMs = 5

export interface Program {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

export interface Claim {
  readonly process: RunProcess
  /** Undefined when it was claimed before: then the process is no child of ours. */
  readonly child: ChildProcess | undefined
}

/** Who made the attempt; undefined as long as nobody did. */
function readClaim({ claim }: AttemptFiles): RunProcess | undefined {
  const text = readIfThere(claim)
  const found = text?.endsWith('\n') === true ? parseIdentity(text) : undefined
  return found === undefined ? undefined : { pid: found.pid, procStart: found.procStart }
}

/** Starts the program in a session of its own, with its output in files: it outlives us. Throws RUN_NOT_STARTED. */
export async function claimAttempt(files: AttemptFiles, program: Program): Promise<Claim> {
  const earlier = readClaim(files)
  if (earlier !== undefined) return { process: earlier, child: undefined }
  const { child, hasEnded } = start(files, program)
  for (;;) {
    const isOver = hasEnded()
    const process = readClaim(files)
    if (process !== undefined) return { process, child: process.pid === child.pid ? child : undefined }
    if (isOver) throw notStarted(program, hasEnded()?.why)
    await delay(lookEveryMs)
  }
}

function start(files: AttemptFiles, { command, args, cwd, env }: Program) {
  const opened: number[] = []
  try {
    for (const file of [files.output, files.log]) opened.push(openSync(file, 'a', 0o600))
    const [output, log] = opened
    const child = spawn('/bin/sh', ['-c', claimThenRun, files.claim, command, ...args], {
      detached: true,
      stdio: ['ignore', output, log],
      ...{ cwd, env },
    })
    child.unref()
    let ended: { readonly why: string } | undefined
    child.once('error', (error) => {
      ended = { why: error.message }
    })
    child.once('exit', (code, signal) => {
      ended ??= { why: `it ended with ${signal ?? code}` }
    })
    return { child, hasEnded: () => ended }
  } catch (error) {
    throw notStarted({ command }, (error as Error).message)
  } finally {
    for (const file of opened) closeSync(file)
  }
}

/** Nothing runs, and nothing was claimed. */
export function notStarted({ command }: Pick<Program, 'command'>, why = 'nobody knows why'): CcCiError {
  return new CcCiError('RUN_NOT_STARTED', `${command} could not be started for a run: ${why}.`, {
    hint: 'Look whether the spool folder and the workspace can be used, and how many processes there may be.',
  })
}
