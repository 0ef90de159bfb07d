import { recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { didYouMean } from '@cc-ci/contracts/yaml-document'
import { camelCase, type HookName, hookNamed, hookNames, snakeCase } from './hook-names.js'

/** A public name of a hooks file; `parameters` is null for what is no function. */
export interface DefinedName {
  readonly name: string
  readonly parameters: number | null
  /** Of a constant of a Python settings file. */
  readonly value?: unknown
}

export interface DefinedHook {
  readonly name: HookName
  /** As the file spells it. */
  readonly written: string
}

export interface NameProblem {
  readonly key: string
  readonly message: string
  readonly hint: string | undefined
}

const dataKeys = Object.keys(recipeSettingsSchema.shape)

/** Tells hooks from helpers and finds what would otherwise be ignored in silence or fail late (H-06, H-07). */
export function checkNames(
  names: readonly DefinedName[],
  { isPython, holdsSettings }: { readonly isPython: boolean; readonly holdsSettings: boolean },
): { readonly hooks: readonly DefinedHook[]; readonly problems: readonly NameProblem[] } {
  const hooks: DefinedHook[] = []
  const problems: NameProblem[] = []
  // In a settings file a constant is a setting, which is read elsewhere.
  for (const defined of names.filter(({ parameters }) => parameters !== null || !holdsSettings)) {
    const hook = hookNamed(defined.name)
    const problem = hook === undefined ? whyNoHook(defined, isPython) : whyWrongHook(defined)
    if (problem !== undefined) problems.push({ key: defined.name, ...problem })
    else if (hook !== undefined) hooks.push({ name: hook, written: defined.name })
  }
  return { hooks, problems }
}

type Problem = Pick<NameProblem, 'message' | 'hint'>

function whyWrongHook({ name, parameters }: DefinedName): Problem | undefined {
  const takes = hookNamed(name) === 'screenshot' ? ['page', 'ctx'] : ['ctx']
  const signature = `${name}(${takes.join(', ')})`
  if (parameters === null) return { message: `${name} is a hook and must be a function`, hint: `Write ${signature}.` }
  if (parameters === takes.length) return undefined
  return {
    message: `${name} takes ${parameters} parameters, and this hook takes ${takes.length}`,
    hint: `Write ${signature}.`,
  }
}

function whyNoHook({ name, parameters }: DefinedName, isPython: boolean): Problem | undefined {
  if (parameters === null) return undefined
  if (dataKeys.includes(camelCase(name)))
    return { message: `${name} is a setting and cannot be a function`, hint: 'Give its value in recipe.yaml.' }
  const spelt = hookNames.map((hook) => (isPython ? snakeCase(hook) : hook))
  const hint = didYouMean(name, spelt)
  // In Python everything that is defined is public, helpers too: only what looks like a hook is meant as one.
  if (isPython && !looksLikeHook(name, spelt)) return undefined
  return { message: `${name} is no hook`, hint: hint ?? `Hooks are ${spelt.join(', ')}.` }
}

const looksLikeHook = (name: string, spelt: readonly string[]): boolean =>
  /^(pre|post)_/.test(name) || didYouMean(name, spelt)?.startsWith('Did you mean') === true
