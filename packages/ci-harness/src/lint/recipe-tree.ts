import { isCcCiError } from '@cc-ci/kernel'
import { readAbraExports } from '../recipe/abra-sh.js'
import { type Env, expandEnv, expandText, variablesIn } from '../recipe/env-expansion.js'
import { type EnvFile, parseEnvFile } from '../recipe/env-file.js'
import { type ComposeElement, type ComposeSection, elementsOf } from './compose-element.js'
import { type ComposeSource, parseComposeSource } from './compose-source.js'
import type { RecipeFiles } from './recipe-sources.js'
import type { RuleFinding } from './rule-finding.js'

/** A service as all compose files together describe it; `compose.yml` speaks first. */
export interface RecipeService {
  readonly name: string
  readonly parts: readonly [ComposeElement, ...ComposeElement[]]
}

/** The parsed files of one version of a recipe. */
export interface RecipeTree {
  readonly files: RecipeFiles
  /** Every readable `compose*.yml`, `compose.yml` first: each overlay is a mode that somebody runs. */
  readonly compose: readonly ComposeSource[]
  readonly services: readonly RecipeService[]
  readonly sample: EnvFile | undefined
  /** The sample's values with the exports of abra.sh over them, as abra merges them. */
  readonly env: Env
  /** Files that could not be parsed, each as a finding. */
  readonly unreadable: readonly RuleFinding[]
}

/** Parses a checkout; a broken file becomes an entry of `unreadable` and hides no other file. */
export function readRecipeTree(files: RecipeFiles, stackName = 'stack'): RecipeTree {
  const unreadable: RuleFinding[] = []
  const compose = composeFilesOf(files).flatMap((file) =>
    keepReadable(() => parseComposeSource(file, files[file] ?? ''), file, unreadable),
  )
  const text = files['.env.sample']
  const [sample] =
    text === undefined ? [] : keepReadable(() => parseEnvFile(text, { file: '.env.sample' }), '.env.sample', unreadable)
  const exports = readAbraExports(files['abra.sh'] ?? '')
  const env = { ...(sample && expandEnv(sample)), ...exports, STACK_NAME: stackName }
  return { files, compose, services: mergeServices(compose), sample, env, unreadable }
}

/** The elements of a section in every compose file. */
export function allElements(tree: RecipeTree, section: ComposeSection): ComposeElement[] {
  return tree.compose.flatMap((source) => elementsOf(source, section))
}

/** The compose files that the sample switches on. */
export function enabledFiles({ env }: RecipeTree): string[] {
  return (env.COMPOSE_FILE || 'compose.yml').split(':').filter((file) => file !== '')
}

/** A text with its variables put in; undefined when one cannot be worked out, so that nobody judges a guess. */
export function interpolate({ env }: RecipeTree, text: string): string | undefined {
  const unknown = variablesIn(text).some(
    (name) => !Object.hasOwn(env, name) && !text.includes(`\${${name}-`) && !text.includes(`\${${name}:-`),
  )
  const expanded = expandText(text, env)
  return unknown || expanded.includes('${') ? undefined : expanded
}

function composeFilesOf(files: RecipeFiles): string[] {
  const overlays = Object.keys(files).filter((file) => /^compose.*\.yml$/.test(file) && file !== 'compose.yml')
  return [...(files['compose.yml'] === undefined ? [] : ['compose.yml']), ...overlays.sort()]
}

function mergeServices(compose: readonly ComposeSource[]): RecipeService[] {
  const services = new Map<string, [ComposeElement, ...ComposeElement[]]>()
  for (const part of compose.flatMap((source) => elementsOf(source, 'services'))) {
    const parts = services.get(part.name)
    if (parts === undefined) services.set(part.name, [part])
    else parts.push(part)
  }
  return [...services].map(([name, parts]) => ({ name, parts }))
}

function keepReadable<T>(parse: () => T, file: string, unreadable: RuleFinding[]): T[] {
  try {
    return [parse()]
  } catch (error) {
    if (!isCcCiError(error)) throw error
    const message = error.message.replace(/^\S+:\d+: /, '')
    unreadable.push({ message, file, line: error.place?.line ?? 1, hint: error.hint ?? '' })
    return []
  }
}
