import { type RecipeSettings, recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { camelCase } from './hook-names.js'
import type { HookContext, HookWorld } from './hook-program.js'
import { hooksInvalid } from './hook-program.js'
import { callForValue, type Hook } from './load-hooks.js'

export interface AppPlace {
  readonly domain: string
  /** Credentials of the dependencies, by recipe. */
  readonly deps: Readonly<Record<string, unknown>>
}

export function hookContext({ domain, deps }: AppPlace, op: string, settings: RecipeSettings): HookContext {
  const baseUrl = `https://${domain}`
  return { domain, baseUrl, base_url: baseUrl, meta: settings, deps, op }
}

/** The settings with what the hooks that give values say: their variables are added, their ready probe takes the place. */
export async function settingsWithHooks(
  settings: RecipeSettings,
  hooks: readonly Hook[],
  { app, world }: { readonly app: AppPlace; readonly world: HookWorld },
): Promise<RecipeSettings> {
  const ask = (name: 'extraEnv' | 'upgradeExtraEnv' | 'readyProbe', op: string) =>
    callForValue(hooks, name, { context: hookContext(app, op, settings), world })
  const [extraEnv, upgradeExtraEnv, readyProbe] = await Promise.all([
    ask('extraEnv', 'install'),
    ask('upgradeExtraEnv', 'upgrade'),
    ask('readyProbe', 'install'),
  ])
  const merged = {
    ...settings,
    extraEnv: { ...settings.extraEnv, ...texts(extraEnv) },
    upgradeExtraEnv: { ...settings.upgradeExtraEnv, ...texts(upgradeExtraEnv) },
    ...(readyProbe !== undefined && { readyProbe: camelKeys(readyProbe) }),
  }
  const read = recipeSettingsSchema.safeParse(merged)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const key = String(issue?.path[0] ?? '')
  const hook = hooks.find(({ name }) => name === key) ?? hooks[0]
  if (hook === undefined) throw read.error
  throw hooksInvalid(hook.file, `${hook.written} gave a wrong value: ${issue?.path.join('.')}: ${issue?.message}`, {
    key,
  })
}

/** Variables are texts; a number or a truth value is written as one. */
function texts(value: unknown): Record<string, unknown> {
  if (value === undefined) return {}
  // Anything but a map is told as the wrong value that it is.
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { 'a map': value }
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      ['number', 'boolean'].includes(typeof each) ? String(each) : each,
    ]),
  )
}

/** `tcp_host` of the original is `tcpHost`. */
export function camelKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [camelCase(key), each]))
}
