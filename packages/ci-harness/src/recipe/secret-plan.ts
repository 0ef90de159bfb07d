import { CcCiError } from '@cc-ci/kernel'
import { type ComposeDocument, type ComposeResource, swarmNameOf } from './compose-document.js'
import { mapOf, parseComposeYaml, textOf } from './compose-yaml.js'
import { variablesIn } from './env-expansion.js'
import type { EnvEntry, EnvFile } from './env-file.js'

/** One Swarm secret that must exist before a deploy, and how its value is made. */
export interface SecretPlan {
  /** The secret's key in the compose file. */
  readonly name: string
  readonly swarmName: string
  /** The text after the last `_` of the Swarm name, e.g. `v1`. */
  readonly version: string
  /** The env variable that carries the version; undefined where the recipe hard-codes it. */
  readonly variable: string | undefined
  /** False for a secret that only a person can supply (`generate=false`). */
  readonly generate: boolean
  /** Characters; without it the value is a passphrase of words. */
  readonly length: number | undefined
  readonly charset: string | undefined
  readonly usedBy: readonly string[]
}

export interface SecretPlanInput {
  /** The compose files before interpolation: only there a secret shows which variable carries its version. */
  readonly composeTexts: ReadonlyArray<{ readonly file: string; readonly text: string }>
  readonly doc: ComposeDocument
  readonly sample: EnvFile
  readonly stack: string
}

/** Plans every external secret that a service uses; secrets made from a file are Swarm's own business. */
export function planSecrets({ composeTexts, doc, sample, stack }: SecretPlanInput): SecretPlan[] {
  const rawNames = Object.assign({}, ...composeTexts.map(({ file, text }) => rawSecretNames(text, file)))
  return doc.secrets.flatMap((secret) => {
    const usedBy = doc.services.filter(({ secrets }) => secrets.some(({ source }) => source === secret.key))
    if (usedBy.length === 0 || secret.file !== undefined) return []
    const variables = variablesIn(rawNames[secret.key] ?? '').filter((name) => name !== 'STACK_NAME')
    const variable = variables.at(-1)
    const entry = sample.entries.findLast(({ key }) => key === variable)
    const swarmName = swarmNameOf(secret, stack)
    return {
      name: secret.key,
      swarmName,
      version: versionIn(swarmName, { secret, variable, entry, file: sample.file, service: usedBy[0]?.name ?? '' }),
      variable,
      generate: entry?.modifiers.generate?.toLowerCase() !== 'false',
      length: lengthIn(entry, sample.file),
      charset: entry?.modifiers.charset,
      usedBy: usedBy.map((service) => service.name),
    }
  })
}

function rawSecretNames(text: string, file: string): Record<string, string> {
  const declared = Object.entries(mapOf(parseComposeYaml(text, file).secrets)).map(([key, content]) => {
    const raw = mapOf(content)
    return [key, textOf(raw.name) ?? textOf(mapOf(raw.external).name)] as const
  })
  return Object.fromEntries(declared.flatMap(([key, name]) => (name === undefined ? [] : [[key, name]])))
}

interface VersionContext {
  readonly secret: ComposeResource
  readonly variable: string | undefined
  /** The variable in the sample. */
  readonly entry: EnvEntry | undefined
  readonly file: string
  /** The first that uses it. */
  readonly service: string
}

function versionIn(swarmName: string, { secret, variable, entry, file, service }: VersionContext): string {
  const version = swarmName.slice(swarmName.lastIndexOf('_') + 1)
  if (version !== '') return version
  const key = variable ?? `SECRET_${secret.key.toUpperCase()}_VERSION`
  const isInSample = entry !== undefined && entry.value !== ''
  const words = `${service}: the Swarm name of its secret ${secret.key} has no version: ${swarmName}`
  throw new CcCiError('SECRET_VERSION_MISSING', words, {
    hint: isInSample
      ? `An app that exists never reads ${file} again: write \${${key}:-${entry.value}} in the compose file.`
      : `Add ${key}=v1 to ${file}.`,
    exitCode: 2,
    place: isInSample ? { service } : { file, key, service },
  })
}

function lengthIn(entry: EnvEntry | undefined, file: string): number | undefined {
  const text = entry?.modifiers.length
  if (entry === undefined || text === undefined) return undefined
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text)
  throw new CcCiError('SECRET_MODIFIER_INVALID', `${file}:${entry.line}: ${entry.key} has length=${text}`, {
    hint: 'Write a whole number of characters, e.g. # length=32',
    exitCode: 2,
    place: { file, line: entry.line, key: entry.key },
  })
}
