import { readAbraExports } from './abra-sh.js'
import { type Env, expandEnv } from './env-expansion.js'
import { type EnvFile, parseEnvFile } from './env-file.js'
import { setEnvValue, writeEnvFile } from './env-writer.js'
import { stackNameOf } from './names.js'

interface EnvSource {
  readonly file: string
  readonly text: string
}

/** What an app's env is made from. With `existing`, that env file is brought up to date instead of the sample copied. */
export interface AppEnvInput {
  readonly sample: EnvSource
  readonly existing?: EnvSource
  readonly abraSh?: string
  readonly recipe: string
  readonly version?: string
  readonly domain: string
  readonly stackName?: string
  readonly extra?: Env
}

interface EnvWarning {
  readonly key: string
  /** H-13 and A-23: a key nobody reads, a key the sample has and the app lacks, a value that `abra.sh` replaces. */
  readonly kind: 'not-in-sample' | 'missing-from-app' | 'replaced-by-abra-sh'
}

export interface AppEnv {
  /** The env file of the app. */
  readonly text: string
  /** What interpolation sees: the file expanded, `abra.sh` exports, `STACK_NAME`. */
  readonly values: Env
  readonly stackName: string
  readonly warnings: readonly EnvWarning[]
}

const keysOfTheEngine = new Set([
  'COMPOSE_FILE',
  'DOMAIN',
  'LETS_ENCRYPT_ENV',
  'STACK_NAME',
  'TIMEOUT',
  'TYPE',
  'RECIPE',
])

/** Makes the env that `abra app new` would make, pinned to a version and never able to request a certificate. */
export function buildAppEnv(input: AppEnvInput): AppEnv {
  const { sample, existing = sample, extra = {}, domain } = input
  const exports = readAbraExports(input.abraSh ?? '')
  const filled = writeEnvFile({ ...extra, DOMAIN: domain, LETS_ENCRYPT_ENV: '' }, existing.text, existing.file)
  const pinned = pinRecipe(filled, input.version === undefined ? input.recipe : `${input.recipe}:${input.version}`)
  const read = parseEnvFile(pinned, { file: existing.file })
  const stackName = input.stackName ?? stackNameOf(expandEnv(read, exports), domain)
  const text = setEnvValue(pinned, 'STACK_NAME', stackName, existing.file)
  const forced = { DOMAIN: domain, STACK_NAME: stackName, LETS_ENCRYPT_ENV: '' }
  const values = { ...expandEnv(parseEnvFile(text, { file: existing.file }), exports), ...exports, ...forced }
  return { text, values, stackName, warnings: warningsFor(input, values, exports) }
}

/** Writes `TYPE=recipe:version`, or `RECIPE=` where the file uses that name. */
function pinRecipe(text: string, pin: string): string {
  const { entries } = parseEnvFile(text, { file: 'env file' })
  const key = entries.find((entry) => entry.key === 'TYPE' || entry.key === 'RECIPE')?.key
  return setEnvValue(text, key ?? 'TYPE', pin)
}

function warningsFor({ sample, extra = {} }: AppEnvInput, values: Env, exports: Env): EnvWarning[] {
  const read = parseEnvFile(sample.text, { file: sample.file })
  const offered = new Set([...read.entries, ...read.disabled].map((entry) => entry.key))
  const keys = Object.keys(extra)
  const unknown = keys.filter((key) => !offered.has(key) && !keysOfTheEngine.has(key))
  const replaced = keys.filter((key) => Object.hasOwn(exports, key) && exports[key] !== extra[key])
  return [
    ...unknown.map((key) => ({ key, kind: 'not-in-sample' as const })),
    ...missingKeys(read, values).map((key) => ({ key, kind: 'missing-from-app' as const })),
    ...replaced.map((key) => ({ key, kind: 'replaced-by-abra-sh' as const })),
  ]
}

/** The keys a sample switches on and an app's env does not have. */
function missingKeys(sample: Pick<EnvFile, 'entries'>, values: Env): string[] {
  return [...new Set(sample.entries.map((entry) => entry.key))].filter((key) => !Object.hasOwn(values, key))
}
