import { isCcCiError } from '@cc-ci/kernel'
import { stringify } from 'yaml'
import { mergeCompose } from './compose-merge.js'
import { toNormalForm } from './compose-normal-form.js'
import { ComposeSourceFile, type ComposeText } from './compose-source-file.js'
import type { YamlMap } from './compose-yaml.js'
import type { Env } from './env-expansion.js'

export interface ComposeRequest {
  /** The base first, then overlays. */
  readonly files: readonly ComposeText[]
  /** All that interpolation sees. */
  readonly env: Env
  /** Absolute path of the folder that relative paths start from. */
  readonly folder: string
}

export type RenderedCompose =
  | { readonly ok: true; readonly document: string }
  /** `why` names the file and the line. */
  | { readonly ok: false; readonly why: string }

/** Does what `docker stack config` does, for clients without it; the schema is left to `docker stack deploy`. */
export function renderCompose({ files, env, folder }: ComposeRequest): RenderedCompose {
  try {
    const sources = files.map((file) => new ComposeSourceFile(file))
    checkVersions(sources)
    const contents = sources.map((source) => toNormalForm(source.interpolated(env), { env, folder, home: env.HOME }))
    const merged = contents.reduce(mergeCompose)
    return { ok: true, document: toYaml({ ...merged, version: deployableVersion(merged.version) }) }
  } catch (error) {
    if (isCcCiError(error) && error.code === 'COMPOSE_FILE_INVALID') return { ok: false, why: error.message }
    throw error
  }
}

/** What a file without a version, or with the bare 3, is to the newest client that reads versions. */
const newestVersion = '3.13'
/** The last version that every client without `docker stack config` reads; without any, they refuse the file. */
const lastCommonVersion = '3.9'

function checkVersions(sources: readonly ComposeSourceFile[]): void {
  const [first, ...others] = sources
  const expected = versionOf(first?.content ?? {})
  for (const other of others) {
    const version = versionOf(other.content)
    if (version !== expected) {
      throw other.faultAt(['version'], `version mismatched between two composefiles : ${expected} and ${version}`)
    }
  }
}

function versionOf({ version }: YamlMap): string {
  return version === undefined || version === '3' ? newestVersion : String(version)
}

function deployableVersion(version: unknown): unknown {
  return version === undefined || version === '3' || /^3\.1[0-3]$/.test(String(version)) ? lastCommonVersion : version
}

function toYaml(content: YamlMap): string {
  return stringify(content, {
    version: '1.1',
    aliasDuplicateObjects: false,
    defaultKeyType: 'PLAIN',
    defaultStringType: 'QUOTE_DOUBLE',
    lineWidth: 0,
    sortMapEntries: true,
  })
}
