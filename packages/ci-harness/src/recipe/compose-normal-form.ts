import { absolutePath, type ComposeSurroundings, longMount, longPorts } from './compose-short-forms.js'
import { listOf, mapOf, type YamlMap } from './compose-yaml.js'
import type { Env } from './env-expansion.js'

export interface NormalFormOptions extends ComposeSurroundings {
  /** What a variable named without a value, or with an empty one, is looked up in. */
  readonly env: Env
}

/**
 * The interpolated content of a compose file with each short form written out, as Docker's loader does before it merges
 * files. What is not of the expected kind stays as it is, for Docker to refuse.
 */
export function toNormalForm(content: YamlMap, options: NormalFormOptions): YamlMap {
  return {
    ...content,
    services: mapValues(mapOf(content.services), (service) => normalService(mapOf(service), options)),
    ...eachSection(content, ['volumes', 'networks'], (resource, key) => labelled(named(mapOf(resource), key))),
    ...eachSection(content, ['secrets', 'configs'], (resource, key) =>
      labelled(withFile(mapOf(resource), key, options)),
    ),
  }
}

function normalService(service: YamlMap, options: NormalFormOptions): YamlMap {
  return rewrite(labelled(service), {
    environment: (value) => mapValues(textMap(value, '=', null), (text, name) => text || (options.env[name] ?? text)),
    sysctls: (value) => textMap(value, '='),
    extra_hosts: hostList,
    ports: (value) => mapList(value, longPorts),
    volumes: (value) => mapList(value, (item) => [longMount(item, options)]),
    secrets: (value) => mapList(value, (item) => [longGrant(item)]),
    configs: (value) => mapList(value, (item) => [longGrant(item)]),
    networks: (value) => (Array.isArray(value) ? Object.fromEntries(value.map((name) => [name, null])) : value),
    ...Object.fromEntries(['dns', 'dns_search', 'env_file', 'tmpfs'].map((key) => [key, listOf])),
    healthcheck: (value) => rewrite(value, { test: shellTest }),
    ...Object.fromEntries(['command', 'entrypoint'].map((key) => [key, shellWords])),
    deploy: (value) => labelled(mapOf(value)),
    logging: (value) => rewrite(value, { options: (texts) => textMap(texts, '=') }),
  })
}

/** An external resource is known by its key, unless it says otherwise. */
function named(resource: YamlMap, key: string): YamlMap {
  const { external, name } = resource
  if (typeof external === 'object' && external !== null) {
    return { ...resource, external: true, name: name ?? mapOf(external).name ?? key }
  }
  return external === true ? { ...resource, name: name || key } : resource
}

/** Docker makes even a missing path absolute: it is then the folder. */
function withFile(resource: YamlMap, key: string, options: NormalFormOptions): YamlMap {
  const result = named(resource, key)
  if (result.external === true || result.driver) return result
  return { ...result, file: absolutePath(typeof result.file === 'string' ? result.file : '', options) }
}

function labelled(thing: YamlMap): YamlMap {
  return rewrite(thing, {
    labels: (value) => textMap(value, '='),
    driver_opts: (value) => textMap(value, '='),
  }) as YamlMap
}

function longGrant(item: unknown): unknown {
  return typeof item === 'string' ? { source: item } : item
}

function shellTest(value: unknown): unknown {
  return typeof value === 'string' ? ['CMD-SHELL', value] : value
}

const shellWord = /(?:\\.|"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'\\])+/g
const quotedPart = /\\(.)|"((?:\\.|[^"\\])*)"|'([^']*)'/g

/** A command line as a shell splits it, without expanding anything. */
function shellWords(value: unknown): unknown {
  if (typeof value !== 'string') return value
  return (value.match(shellWord) ?? []).map((word) =>
    word.replace(quotedPart, (_, escaped: string, double: string, single: string) => {
      return escaped ?? single ?? double.replace(/\\(.)/g, '$1')
    }),
  )
}

function hostList(value: unknown): unknown {
  if (Array.isArray(value)) return value
  return Object.entries(mapOf(value))
    .flatMap(([host, address]) => (address === null ? [] : [`${host}:${textIn(address)}`]))
    .sort()
}

/** A map of texts, also from a list of `name=text`; a name without a text has `bare`. */
function textMap(value: unknown, separator: string, bare: string | null = ''): Record<string, unknown> {
  if (!Array.isArray(value)) return mapValues(mapOf(value), (item) => (item === null ? bare : textIn(item)))
  return Object.fromEntries(
    value.map((item) => {
      const [name = '', ...rest] = textIn(item).split(separator)
      return [name, rest.length === 0 ? bare : rest.join(separator)]
    }),
  )
}

/** A scalar as Go prints it, which differs from JavaScript for large and small fractions. */
function textIn(value: unknown): string {
  if (typeof value !== 'number' || value === 0) return String(value)
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const size = Number(exponent)
  return size < -4 || size >= 6
    ? `${digits}e${size < 0 ? '-' : '+'}${String(Math.abs(size)).padStart(2, '0')}`
    : `${value}`
}

type Rewriting = Readonly<Record<string, (value: unknown) => unknown>>

/** The map with the values of some keys rewritten; absent ones and nulls stay. */
function rewrite(value: unknown, rewriting: Rewriting): YamlMap {
  return mapValues(mapOf(value), (item, key) => {
    const change = Object.hasOwn(rewriting, key) ? rewriting[key] : undefined
    return change === undefined || item === null ? item : change(item)
  })
}

function eachSection(
  content: YamlMap,
  sections: readonly string[],
  change: (resource: unknown, key: string) => unknown,
): YamlMap {
  const present = sections.filter((section) => content[section] !== undefined)
  return Object.fromEntries(present.map((section) => [section, mapValues(mapOf(content[section]), change)]))
}

function mapList(value: unknown, change: (item: unknown) => unknown[]): unknown {
  return Array.isArray(value) ? value.flatMap(change) : value
}

function mapValues<Value, Result>(
  map: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]))
}
