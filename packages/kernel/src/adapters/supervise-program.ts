import { setTimeout as delay } from 'node:timers/promises'
import type { Options, Result, ResultPromise } from 'execa'
import type { RunOptions } from '../ports/process-runner.js'
import { processAborted, processTimedOut } from '../process-failures.js'
import { endWithUs } from './end-with-us.js'
import { stopTree } from './process-tree.js'

const defaultGraceMs = 5000

/** For output that is written and not yet read. */
const lastWordsMs = 2000

interface Supervision {
  /** Starts it as the leader of its own process group. */
  readonly start: () => ResultPromise<Options>
  /** Aborting it stops the program; its reason is then thrown. */
  readonly stopping: AbortController
  /** The command line as errors show it. */
  readonly shown: string
  readonly options: RunOptions
  /** The environment variable, as `NAME=value`, by which what the program leaves behind is found. */
  readonly mark: string | undefined
}

/** Runs a program to its end, and stops all of it when it must not go on. */
export async function superviseProgram({
  start,
  stopping,
  shown,
  options,
  mark,
}: Supervision): Promise<Result<Options>> {
  const { timeoutMs, signal, killGraceMs = defaultGraceMs } = options
  const companion = endWithUs()
  const cancel = () => stopping.abort(processAborted(shown))
  let timer: NodeJS.Timeout | undefined
  try {
    const program = start()
    companion.pid = program.pid
    let stopped: Promise<void> | undefined
    stopping.signal.addEventListener('abort', () => {
      stopped = stopProgram(program, { graceMs: killGraceMs, mark })
    })
    // Its end, not that of its output: a background program may hold that open for as long as it lives.
    program.once('exit', () => {
      if (mark !== undefined) stopped ??= stopRest(program, { graceMs: killGraceMs, mark })
    })
    if (timeoutMs !== undefined) {
      timer = setTimeout(() => stopping.abort(processTimedOut(shown, timeoutMs)), timeoutMs)
    }
    signal?.addEventListener('abort', cancel)
    if (signal?.aborted) cancel()
    const result = await program
    await stopped
    stopping.signal.throwIfAborted()
    return result
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancel)
    companion.forget()
  }
}

/** Ends what a program left behind; whoever hides from that and holds its output open is not waited for. */
async function stopRest(
  program: ResultPromise<Options>,
  { graceMs, mark }: { graceMs: number; mark: string },
): Promise<void> {
  const closed = new Promise((resolve) => program.once('close', resolve))
  await stopTree(program.pid ?? 0, graceMs, mark)
  await Promise.race([closed, delay(lastWordsMs, undefined, { ref: false })])
  program.stdout?.destroy()
  program.stderr?.destroy()
}

async function stopProgram(
  program: ResultPromise<Options>,
  { graceMs, mark }: { graceMs: number; mark: string | undefined },
): Promise<void> {
  if (program.pid === undefined) return
  await stopTree(program.pid, graceMs, mark)
  // Something that left the group on purpose may still hold the other ends; nobody waits for its output.
  program.stdout?.destroy()
  program.stderr?.destroy()
}
