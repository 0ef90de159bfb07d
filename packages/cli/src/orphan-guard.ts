import { CcCiError, type Clock } from '@cc-ci/kernel'
import type { ParentProcess } from './adapters/parent-process.js'

type Environment = Readonly<Record<string, string | undefined>>

const pollMs = 1000

/**
 * Whether a run is to end with what started it. Yes in CI, where a cancelled job may kill our shell and not us (H-01),
 * and for somebody at a terminal. No for what was detached on purpose: nohup takes the terminal from standard input,
 * setsid makes us lead a session. `CC_CI_PARENT_PID` says yes whatever else holds: a wrapper sets it to its own id.
 */
export function endsWithParent(
  environment: Environment,
  { inputIsTerminal, detached }: { readonly inputIsTerminal: boolean; readonly detached: boolean },
): boolean {
  const { CI, CC_CI_PARENT_PID } = environment
  if (CC_CI_PARENT_PID !== undefined && CC_CI_PARENT_PID !== '') return true
  if (CI !== undefined && !['', '0', 'false'].includes(CI)) return true
  return inputIsTerminal && !detached
}

export interface OrphanWatch {
  readonly parent: ParentProcess
  readonly clock: Clock
  readonly environment: Environment
  /** Ends the watch. */
  readonly signal: AbortSignal
}

/**
 * Calls back once when our parent is dead, which shows as another parent: looked at each second, as no event tells.
 * Throws ORPHANED when it is dead already, before anything is made (H-03).
 */
export function watchParent({ parent, clock, environment, signal }: OrphanWatch, onOrphaned: () => void): void {
  const expected = Number(environment.CC_CI_PARENT_PID || parent.atStart)
  if (parent.current() !== expected) throw orphaned(expected)
  void poll(() => parent.current() === expected, { clock, signal }).then(
    () => {
      if (!signal.aborted) onOrphaned()
    },
    () => undefined,
  )
}

async function poll(lives: () => boolean, { clock, signal }: Pick<OrphanWatch, 'clock' | 'signal'>): Promise<void> {
  while (lives()) await clock.sleep(pollMs, signal)
}

function orphaned(parent: number): CcCiError {
  return new CcCiError('ORPHANED', `The process ${parent} that this run belongs to is not its parent, or dead.`, {
    hint: 'Start cc-ci directly from the process that CC_CI_PARENT_PID names, or unset that variable.',
    exitCode: 143,
  })
}
