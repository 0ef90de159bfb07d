import { deployApp } from '../run/deploy-app.js'
import type { PreparedApp } from '../run/prepare-app.js'
import type { RunContext } from '../run/run-context.js'
import { runTier } from '../run/tier-scope.js'
import { checkServing } from './check-serving.js'
import { checkStillRunning } from './check-still-running.js'

export interface InstallRequest {
  readonly app: PreparedApp
  readonly version: string
  readonly chaosVersion: string | undefined
  readonly isBase: boolean
}

/** A fresh deploy of the base, or of the head when there is no base: it must converge and serve. */
export function runInstallTier(
  context: RunContext,
  { app, version, chaosVersion, isBase }: InstallRequest,
): Promise<boolean> {
  return runTier(context, 'install', async (scope) => {
    context.app = app
    const running = await deployApp(context, scope, {
      app,
      version,
      chaosVersion,
      expectation: { kind: 'fresh' },
      isBase,
    })
    if (!running) return
    const converged = await context.watch.mark()
    if (await checkServing(context, scope)) await checkStillRunning(context, scope, converged)
  })
}
