import { seedBefore } from '../hooks/call-hook.js'
import { deployedState } from '../overlays/op-state.js'
import { deployApp } from '../run/deploy-app.js'
import type { PreparedApp } from '../run/prepare-app.js'
import type { RunContext } from '../run/run-context.js'
import { runTier } from '../run/tier-scope.js'
import { judgeAnswer } from '../serve/judge-answer.js'
import type { Failure } from '../verdict/failure.js'
import { checkServing } from './check-serving.js'
import { checkStillRunning, observeFrom } from './check-still-running.js'
import { runLifecycleTests } from './run-overlay-tests.js'

export interface InstallRequest {
  readonly app: PreparedApp
  readonly version: string
  readonly chaosVersion: string | undefined
  readonly isBase: boolean
}

const freeWithinMs = 5_000
const askAgainMs = 200

/** The proxy may take a moment to forget an earlier run of this very domain; whoever still answers then is somebody else. */
async function checkDomainIsFree({ plan, settings, world, signal }: RunContext): Promise<Failure | undefined> {
  const deadline = world.clock.monotonic() + freeWithinMs
  for (;;) {
    const asked = { domain: plan.domain, path: settings.healthPath }
    const answer = await world.http.get({ ...asked, timeoutMs: 2_000 })
    if (!judgeAnswer(answer, settings.healthOk, asked).serving) return undefined
    if (world.clock.monotonic() > deadline) {
      return {
        class: 'infra',
        code: 'DOMAIN_TAKEN',
        evidence: `Before anything was deployed, something already answered for ${plan.domain}.`,
        hint: 'Look which service has a Traefik rule for it; it would have been taken for the app.',
      }
    }
    await world.clock.sleep(askAgainMs, signal)
  }
}

/** A fresh deploy of the base, or of the head when there is no base: it must converge and serve. */
export function runInstallTier(
  context: RunContext,
  { app, version, chaosVersion, isBase }: InstallRequest,
): Promise<boolean> {
  return runTier(context, 'install', async (scope) => {
    context.app = app
    if (!(await scope.check('Nobody else answers for the domain', () => checkDomainIsFree(context)))) return
    if (context.vault === undefined && !(await seedBefore(context, scope, 'install'))) return
    const running = await deployApp(context, scope, {
      app,
      version,
      chaosVersion,
      expectation: { kind: 'fresh' },
      isBase,
    })
    if (!running) return
    const converged = await observeFrom(context)
    if (!(await checkServing(context, scope))) return
    context.screenshots.take('installed')
    await checkStillRunning(context, scope, {
      from: converged,
      prove: !context.plan.tiers.includes('upgrade') || context.plan.base.kind === 'skip',
    })
    const { stack } = context.plan
    const after = deployedState(await context.world.swarm.services(stack), stack)
    context.opState = { ...context.opState, after }
    await runLifecycleTests(context, scope, 'install')
  })
}
