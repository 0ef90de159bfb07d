import type { Expectation } from '../converge/view.js'
import { checkClaims } from './check-claims.js'
import { createMissingSecrets } from './create-secrets.js'
import { runInstallSteps } from './install-steps.js'
import { isFailure, type PreparedApp } from './prepare-app.js'
import { refusalAsFailure } from './refusal-as-failure.js'
import type { RunContext } from './run-context.js'
import type { TierScope } from './tier-scope.js'

/** Claims, install steps, secrets; undefined when a check of them failed. The steps may leave another app than was asked for. */
export async function prepareToDeploy(
  context: RunContext,
  scope: TierScope,
  {
    app,
    version,
    expectation,
  }: { readonly app: PreparedApp; readonly version: string; readonly expectation: Expectation },
): Promise<PreparedApp | undefined> {
  // What a kept app got from them is kept with it.
  const isNew = expectation.kind === 'fresh' && context.vault === undefined
  const steps = isNew ? context.plan.overlays.installSteps : undefined
  const claims = () => checkClaims(context, app)
  if (!(await scope.check('The recipe claims nothing that is not its own', claims))) return undefined
  if (!(await configureApp(context, scope, app))) return undefined
  let ready = app
  if (steps !== undefined) {
    const done = await scope.check('The install steps run to their end', async () => {
      // What may not be generated is theirs to insert, so its absence is told afterwards.
      await createMissingSecrets(context, app)
      const prepared = await runInstallSteps(context, steps, { app, version })
      if (isFailure(prepared)) return prepared
      ready = prepared
      return checkClaims(context, prepared)
    })
    if (!done) return undefined
    context.app = ready
    if (!(await configureApp(context, scope, ready))) return undefined
  }
  const complete = await scope.check('Every secret of the recipe exists', () => createMissingSecrets(context, ready))
  return complete ? ready : undefined
}

/** Some engines keep an app of their own, which must exist before its secrets do. */
async function configureApp({ engine }: RunContext, scope: TierScope, { env }: PreparedApp): Promise<boolean> {
  if (engine.configure === undefined) return true
  return scope.check('The engine takes the app on', async () => {
    const answer = await engine.configure?.(env.text)
    if (answer === undefined || answer.ok) return undefined
    const hint = 'Mend what it names; nothing was deployed yet.'
    return refusalAsFailure(answer, { code: 'APP_REFUSED', words: 'The engine refused the app', hint })
  })
}
