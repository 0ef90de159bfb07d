import type { Mark } from '../converge/stack-watch.js'
import { shortName } from '../converge/view.js'
import type { RunContext } from '../run/run-context.js'
import type { TierScope } from '../run/tier-scope.js'
import { waitUntilConverged } from '../run/wait-until-converged.js'
import type { Failure } from '../verdict/failure.js'

const settleSeconds = 60

/** A service without a health check is believed to run only when it has for this long. */
const provenMs = 10_000

export interface Observation {
  readonly mark: Mark
  /** As the clock's `monotonic`. */
  readonly at: number
}

export async function observeFrom({ watch, world }: RunContext): Promise<Observation> {
  return { mark: await watch.mark(), at: world.clock.monotonic() }
}

/**
 * Every service must still run and none may have ended by itself since the observation began. After a last deploy
 * services without a health check are observed for ten seconds: they count as running for the blink before they die.
 */
export function checkStillRunning(
  context: RunContext,
  scope: TierScope,
  { from, prove }: { from: Observation; prove: boolean },
): Promise<boolean> {
  return scope.assert('Every service still runs', async () => {
    if (prove) await observeUnchecked(context, from)
    return (
      (await diedSince(context, from)) ??
      waitUntilConverged(context, { expectation: { kind: 'settled' }, phase: 'settle', seconds: settleSeconds })
    )
  })
}

async function observeUnchecked({ world, plan, signal, journal }: RunContext, { at }: Observation): Promise<void> {
  const services = await world.swarm.services(plan.stack)
  const unchecked = services.filter(({ hasHealthcheck, desired }) => !hasHealthcheck && desired > 0)
  const left = at + provenMs - world.clock.monotonic()
  if (unchecked.length === 0 || left <= 0) return
  const names = unchecked.map(({ name }) => shortName(plan.stack, name)).join(', ')
  journal.emit({
    type: 'wait',
    what: 'services without a health check',
    waitingFor: `${names} to stay up`,
    budgetSeconds: provenMs / 1000,
  })
  await journal.phase('observe', () => world.clock.sleep(left, signal))
}

async function diedSince(
  { watch, plan, record, world }: RunContext,
  { mark }: Observation,
): Promise<Failure | undefined> {
  const exits = await watch.exitsSince(mark)
  const clean = exits.filter(({ exitCode }) => exitCode === 0)
  for (const { service } of clean)
    record.notes.push(`${shortName(plan.stack, service)} ended by itself, with exit code 0.`)
  const died = exits.find(({ exitCode }) => exitCode !== 0)
  if (died === undefined) return undefined
  const service = shortName(plan.stack, died.service)
  return {
    class: 'app',
    code: 'DIED_LATE',
    service,
    evidence: `${service} ended with exit code ${died.exitCode} after everything had converged.`,
    logs: await world.swarm.logs(died.container, 40).catch(() => []),
    hint: 'Give the service a health check that fails as long as it may still end.',
  }
}
