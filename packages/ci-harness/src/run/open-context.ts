import { join } from 'node:path'
import { StackWatch } from '../converge/stack-watch.js'
import { visitByHook } from '../hooks/call-hook.js'
import { nothingDone } from '../overlays/op-state.js'
import { parseEnvFile } from '../recipe/env-file.js'
import { AppScreenshots } from './app-screenshots.js'
import type { BegunRun } from './begun-run.js'
import type { ClearedHost } from './clear-host.js'
import type { PlannedRun } from './planned-run.js'
import { isDiskFull } from './preflight.js'
import type { RunContext } from './run-context.js'
import { newRunRecord } from './run-record.js'
import { secretValuesOf } from './secret-mask.js'

/** Everything that deploying and testing one planned app needs; nothing of it is deployed yet. */
export async function openContext(
  begun: BegunRun,
  { plan, atStart }: PlannedRun & { readonly atStart?: ClearedHost },
  { checkout, signal }: { checkout: string; signal: AbortSignal },
): Promise<RunContext> {
  const { request, world, journal, folder, mask, host } = begun
  const { settings, stack, domain } = plan
  const record = newRunRecord(atStart?.start)
  const context: RunContext = {
    ...{ request, plan, settings, world, folder, checkout, journal, mask, record, signal },
    engine: await world.engine.open({
      ...{ recipe: request.recipe, domain, stack, checkout, signal },
      folder: join(folder.path, world.engine.kind),
      note: (what) => void record.notes.push(what),
    }),
    watch: new StackWatch(stack, {
      swarm: world.swarm,
      clock: world.clock,
      diskIsFull: () => isDiskFull(world, host.dataRoot),
    }),
    screenshots: new AppScreenshots({
      ...{ settings, mask, journal, browser: world.browser, signal, domain },
      ...{ folder: folder.path, startedAt: world.clock.now(), arrive: visitByHook(plan, () => context) },
    }),
    dependencies: [],
    secrets: new Map(),
    vault: begun.vault,
    app: undefined,
    stores: undefined,
    snapshotId: undefined,
    opState: nothingDone,
  }
  maskSettings(context)
  maskVault(context)
  for (const [name, value] of Object.entries(request.operator)) noteOptOut(context, `${name}=${value}`)
  record.notes.push(...(atStart?.warnings ?? []), ...plan.notes)
  return context
}

/** Loud, because who reads the result elsewhere must see that its floor was taken out. */
function noteOptOut({ journal, record }: RunContext, variable: string): void {
  const text = `!! ${variable}: generic assertions are left out; their rungs stay unverified.`
  journal.note(text, 'warning')
  record.notes.push(text)
}

/** What a kept app brings. */
function maskVault({ vault, mask, plan }: RunContext): void {
  if (vault === undefined) return
  for (const value of Object.values(vault.secrets)) mask.add(value)
  const { entries } = parseEnvFile(vault.env, { file: `${plan.domain}.env` })
  const env = Object.fromEntries(entries.map(({ key, value }) => [key, value]))
  for (const value of secretValuesOf(env, [plan.recipe, plan.domain, plan.stack])) mask.add(value)
}

/** Secret-shaped values that settings and hooks bring. */
export function maskSettings({ settings, mask, plan }: RunContext): void {
  for (const env of [settings.extraEnv, settings.upgradeExtraEnv])
    for (const value of secretValuesOf(env, [plan.recipe, plan.domain, plan.stack])) mask.add(value)
}
