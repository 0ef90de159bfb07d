import type { ServiceState } from '../ports/swarm.js'
import type { Exit } from './exits.js'
import { type ConvergenceFailure, failureOf } from './failure.js'

/** The first exits may be a normal "database not ready yet"; the third with the same code is a loop (H-05). */
const decidingExits = 3

/** A loop in one slot: three exits with one code, or as many as the restart policy allows at all. */
export function findCrashLoop(
  services: readonly ServiceState[],
  exits: readonly Exit[],
): ConvergenceFailure | undefined {
  const bySlot = new Map<string, Exit[]>()
  for (const exit of exits) {
    const slot = `${exit.service} ${exit.slot}`
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), exit])
  }
  for (const inSlot of bySlot.values()) {
    const last = inSlot.at(-1)
    const service = services.find(({ name }) => name === last?.service)
    if (service === undefined || last === undefined || isDone(service, last)) continue
    const alike = inSlot.filter(({ exitCode }) => exitCode === last.exitCode).length
    if (alike >= decidingExits || inSlot.length >= mostExits(service)) return crashLoop(last, alike, service)
  }
  return undefined
}

/** Exit 0 ends a job, and ends any task that is restarted only on failure; whether that strands the service is another rule. */
function isDone({ mode, restart }: ServiceState, { exitCode }: Exit): boolean {
  return exitCode === 0 && (mode === 'job' || restart.condition !== 'any')
}

function mostExits({ restart }: ServiceState): number {
  if (restart.condition === 'none') return 1
  return restart.maxAttempts === undefined ? Number.POSITIVE_INFINITY : restart.maxAttempts + 1
}

function crashLoop(last: Exit, times: number, { restart }: ServiceState): ConvergenceFailure {
  const policy = times < decidingExits ? `, and its restart policy (${restart.condition}) allows no more starts` : ''
  const evidence = `exited ${times === 1 ? 'once' : `${times} times`} with code ${last.exitCode}${policy}`
  return failureOf({ class: 'app', code: 'CRASH_LOOP', hint: undefined }, last, evidence)
}
