import { realpath } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { listOf, mapOf, parseComposeYaml, textOf } from '../recipe/compose-yaml.js'
import { type Env, expandText } from '../recipe/env-expansion.js'

/**
 * Every file that Docker's client would read for a recipe must lie in its checkout: the client reads as whoever runs
 * it, so a path or a link that leads out would put a file of the host into a container.
 */
export async function checkFilesInside(
  checkout: string,
  sources: Readonly<Record<string, string>>,
  env: Env,
): Promise<void> {
  const root = await realpath(checkout)
  for (const [file, text] of Object.entries(sources)) {
    for (const path of filesNamedIn(text, file)) {
      const written = expandText(path, env)
      const target = await realpath(resolve(root, written)).catch(() => undefined)
      // What is not there cannot be read; Docker says so in its own words.
      if (target === undefined || target.startsWith(root + sep)) continue
      throw new CcCiError('FILE_OUTSIDE_RECIPE', `${file} reads ${written}, which lies outside of the recipe.`, {
        hint: 'Keep every file that a recipe needs in its repository, and no link that leads out of it.',
        place: { file },
        exitCode: 2,
      })
    }
  }
}

function filesNamedIn(text: string, file: string): string[] {
  const { services, configs, secrets } = parseComposeYaml(text, file)
  const declared = [...Object.values(mapOf(configs)), ...Object.values(mapOf(secrets))].map(
    (thing) => mapOf(thing).file,
  )
  const environments = Object.values(mapOf(services)).flatMap((service) => {
    const { env_file } = mapOf(service)
    return typeof env_file === 'string'
      ? [env_file]
      : listOf(env_file).map((entry) => textOf(entry) ?? mapOf(entry).path)
  })
  return [...declared, ...environments].flatMap((path) => textOf(path) ?? [])
}
