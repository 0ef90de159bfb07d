import type { AdmittedFile } from '../overlays/code-gate.js'
import { checkNames, type DefinedHook } from './check-names.js'
import type { HookName } from './hook-names.js'
import { askHooks, type HookContext, type HookWorld, hooksInvalid } from './hook-program.js'

/** A hook that will be called, and the file that defines it. */
export interface Hook extends DefinedHook {
  readonly file: AdmittedFile
}

/** Loads every hooks file and checks what it defines, before any deploy; of two, the recipe's own hook wins over ours. */
export async function loadHooks(files: readonly AdmittedFile[], world: HookWorld): Promise<readonly Hook[]> {
  const found = new Map<HookName, Hook>()
  for (const file of files) for (const hook of await listHooks(file, world)) found.set(hook.name, { ...hook, file })
  return [...found.values()]
}

async function listHooks(file: AdmittedFile, world: HookWorld): Promise<readonly DefinedHook[]> {
  const { names, error, place } = await askHooks(file, undefined, world)
  if (names === undefined) {
    throw hooksInvalid(file, `it cannot be loaded: ${error}${place == null ? '' : ` (${place})`}`, {
      hint: 'Run it by itself to see the same.',
    })
  }
  const { hooks, problems } = checkNames(names, {
    isPython: file.path.endsWith('.py'),
    holdsSettings: file.what.kind === 'settings',
  })
  const [first] = problems
  if (first !== undefined) throw hooksInvalid(file, first.message, first)
  return hooks
}

/** Calls a function that gives a value before the deploy, such as `extraEnv`; undefined when no file defines it. */
export async function callForValue(
  hooks: readonly Hook[],
  name: HookName,
  { context, world }: { readonly context: HookContext; readonly world: HookWorld },
): Promise<unknown> {
  const hook = hooks.find((each) => each.name === name)
  if (hook === undefined) return undefined
  const { value, error, place } = await askHooks(hook.file, { call: hook.written, context }, world)
  if (error === undefined) return value ?? undefined
  throw hooksInvalid(hook.file, `${hook.written} failed: ${error}${place == null ? '' : ` (${place})`}`, {
    key: hook.written,
  })
}
