import type { RunEvent } from '@cc-ci/contracts/run-event'
import type { RunListener, Runner, RunningRun } from '../ports/runner.js'
import type { QueuedRun } from '../queue/queued-run.js'
import { type AttemptFiles, attemptFiles, makeAttemptFolder } from './run/attempt-files.js'
import { type Claim, claimAttempt, notStarted } from './run/claim-attempt.js'
import { followRun } from './run/follow-run.js'
import { askToEnd, lives } from './run/process-identity.js'
import { testArguments } from './run/test-arguments.js'

export interface ChildRunnerOptions {
  /** What `cc-ci` is started by: a program and the arguments that come before `test`. */
  readonly program: string
  readonly args: readonly string[]
  /** Folder of the workspace: what the runs are started in. */
  readonly cwd: string
  readonly runsDir: string
  /** Folder that keeps what each attempt prints, and who made it; for this server alone. */
  readonly spool: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** These make `cc-ci test` end with its parent; a run must outlive us. */
const endsWithParent = new Set(['CI', 'CC_CI_PARENT_PID'])

/** Starts `cc-ci test` as a process of its own for each run, and takes up those that an earlier server started. */
export function childRunner(options: ChildRunnerOptions): Runner {
  const { program, args, cwd, runsDir, spool, environment } = options
  const inherited = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined || endsWithParent.has(name) ? [] : [[name, value] as const],
  )

  function makeFolder(run: QueuedRun): AttemptFiles {
    try {
      return makeAttemptFolder(spool, run)
    } catch (error) {
      throw notStarted({ command: program }, (error as Error).message)
    }
  }

  function follow(run: QueuedRun, { process, child }: Claim, listener: RunListener): RunningRun {
    let isOver = false
    const ended = followRun({
      files: attemptFiles(spool, run),
      ...{ runsDir, listener },
      hasEnded: () => isOver || (child === undefined && !lives(process)),
      onEnd: (look) => {
        const end = (): void => {
          isOver = true
          look()
        }
        if (child === undefined) return
        if (child.exitCode !== null || child.signalCode !== null) end()
        else child.once('exit', end)
      },
    })
    return { process, ended, cancel: () => askToEnd(process) }
  }

  return {
    async start(run, listener) {
      const files = makeFolder(run)
      const env = { ...Object.fromEntries(inherited), CC_CI_FOLDER_FILE: files.folderFile }
      const command = { command: program, args: [...args, ...testArguments(run, runsDir)], cwd, env }
      return follow(run, await claimAttempt(files, command), listener)
    },
    async adopt(run, listener) {
      const { process } = run
      if (process === null) return null
      if (lives(process)) return follow(run, { process, child: undefined }, listener)
      const events: RunEvent[] = []
      const running = follow(run, { process, child: undefined }, { event: (event) => events.push(event) })
      if ((await running.ended) === undefined) return null
      for (const event of events) listener.event(event)
      return running
    },
  }
}
