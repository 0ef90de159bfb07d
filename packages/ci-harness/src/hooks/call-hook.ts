import { credentialsOf } from '../dependencies/dependency-state.js'
import type { LifecycleOp } from '../overlays/classify-overlay.js'
import { lastLine } from '../overlays/overlay-test.js'
import { toolsFolder, writeFacts } from '../overlays/write-facts.js'
import type { PageArrival } from '../ports/browser.js'
import type { ScreenshotPlan } from '../run/app-screenshots.js'
import type { RunContext } from '../run/run-context.js'
import type { TierScope } from '../run/tier-scope.js'
import type { Failure } from '../verdict/failure.js'
import { type HookName, snakeCase } from './hook-names.js'
import { askHooks, type HookAnswer, type HookWorld } from './hook-program.js'
import type { Hook } from './load-hooks.js'
import { hookContext } from './settings-with-hooks.js'

const seedOf = { install: 'preInstall', upgrade: 'preUpgrade', backup: 'preBackup', restore: 'preRestore' } as const

const hookOf = ({ plan }: Pick<RunContext, 'plan'>, name: HookName): Hook | undefined =>
  plan.hooks.find((hook) => hook.name === name)

/** Calls a hook with the facts of the run as they are now. */
async function callHook(
  context: RunContext,
  hook: Hook,
  { op, ...changes }: { readonly op: LifecycleOp; readonly withPage?: boolean } & Pick<HookWorld, 'limitMs' | 'signal'>,
): Promise<HookAnswer> {
  const { world, plan, settings, signal, dependencies } = context
  const env = await writeFacts(context, op)
  const app = { domain: plan.domain, deps: credentialsOf(dependencies) }
  return askHooks(
    hook.file,
    { call: hook.written, context: hookContext(app, op, settings), withPage: changes.withPage ?? false },
    { processes: world.processes, env, folder: toolsFolder(context), signal, ...changes },
  )
}

/** Calls `pre_<op>`, if there is one, as a test of the tier; false when it failed, and then the operation must not follow. */
export async function seedBefore(context: RunContext, scope: TierScope, op: LifecycleOp): Promise<boolean> {
  const hook = hookOf(context, seedOf[op])
  if (hook === undefined) return true
  const { world, mask } = context
  const begun = world.clock.monotonic()
  const { error, place, said } = await callHook(context, hook, { op })
  const seconds = Math.round((world.clock.monotonic() - begun) / 10) / 100
  const name = `The hook ${snakeCase(hook.name)} runs to its end`
  const message = error === undefined ? null : mask.mask([error, place, said].filter(Boolean).join('\n'))
  const failure: Failure | undefined =
    message === null
      ? undefined
      : {
          class: 'app',
          code: 'HOOK_FAILED',
          evidence: `${hook.written} in ${hook.file.path} failed: ${message.split('\n')[0]}`,
          logs: message.split('\n'),
        }
  scope.add({ name, origin: hook.file.origin, status: message === null ? 'pass' : 'fail', seconds, message }, failure)
  return message === null
}

/** Asks `backupVerify`, if there is one, whether the backup is complete: no is false or an error, with its words. */
export async function verifyBackup(context: RunContext): Promise<{ readonly complete: boolean; readonly why: string }> {
  const hook = hookOf(context, 'backupVerify')
  if (hook === undefined) return { complete: true, why: '' }
  const { value, error, said } = await callHook(context, hook, { op: 'backup' })
  if (error !== undefined) return { complete: false, why: error }
  return { complete: value !== false, why: lastLine(said) || `${hook.written} said no` }
}

/** What sends a visitor ahead of the pictures, if the recipe has a hook for it; undefined when it has none. */
export function visitByHook(plan: RunContext['plan'], context: () => RunContext): ScreenshotPlan['arrive'] {
  const hook = hookOf({ plan }, 'screenshot')
  if (hook === undefined) return undefined
  const name = `${hook.written} in ${hook.file.path}`
  return async (limitMs, signal) => {
    if (hook.file.path.endsWith('.py')) throw new Error(`${name} is Python, which has no page here; use hooks.ts`)
    const { value, error } = await callHook(context(), hook, { op: 'install', withPage: true, limitMs, signal })
    if (error !== undefined) throw new Error(`${name} failed: ${error.split('\n')[0]}`)
    return value as PageArrival
  }
}
