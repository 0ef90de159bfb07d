import { CcCiError } from '@cc-ci/kernel'
import { parseDocument } from 'yaml'

export type YamlMap = { readonly [key: string]: unknown }

/** Parses one compose file as tolerantly as Swarm does: unknown tags, merge keys and repeated keys are no error. */
export function parseComposeYaml(text: string, file: string): YamlMap {
  const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: 'silent' })
  const [error] = document.errors
  if (error !== undefined) {
    const line = error.linePos?.[0].line
    throw new CcCiError(
      'COMPOSE_FILE_INVALID',
      `${file}: is not YAML: ${error.message.split('\n')[0]?.replace(/:$/, '.')}`,
      {
        hint: 'Correct the file; "docker stack config -c <file>" shows the same fault.',
        exitCode: 2,
        place: { file, ...(line !== undefined && { line }) },
      },
    )
  }
  return mapOf(document.toJS())
}

/** The value as a map; anything else counts as an empty one. */
export function mapOf(value: unknown): YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as YamlMap) : {}
}

/** The value as a list; a single thing counts as a list of one, and nothing as an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return value === undefined || value === null ? [] : [value]
}

/** A scalar as text; maps, lists and nothing are undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `${value}` : undefined
}

export function numberOf(value: unknown): number | undefined {
  const text = textOf(value)?.trim()
  return text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text)
}

/** Labels and environment occur as maps and as `NAME=value` lists; a name without a value reads as null. */
export function pairsOf(value: unknown): Record<string, string | null> {
  const pairs: Array<[string, string | null]> = Array.isArray(value)
    ? value.map((item) => pairIn(textOf(item) ?? ''))
    : Object.entries(mapOf(value)).map(([name, content]) => [name, textOf(content) ?? null])
  return Object.fromEntries(pairs.filter(([name]) => name !== ''))
}

function pairIn(text: string): [string, string | null] {
  const equals = text.indexOf('=')
  return equals === -1 ? [text, null] : [text.slice(0, equals), text.slice(equals + 1)]
}

/** Labels, where a name without a value means an empty text. */
export function labelsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(pairsOf(value)).map(([name, text]) => [name, text ?? '']))
}

/** An optional property, there only if it has a value. */
export function given<Key extends string>(key: Key, value: string | undefined): { readonly [key in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [key in Key]: string })
}
