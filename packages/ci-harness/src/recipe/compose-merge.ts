import { listOf, mapOf, type YamlMap } from './compose-yaml.js'

const resourceSections = ['volumes', 'networks', 'secrets', 'configs'] as const

/**
 * Lays one compose file over another as Docker's loader does (docker/cli, cli/compose/loader), both in normal form:
 * services are merged key by key; a volume, network, secret or config of the same key is replaced whole.
 */
export function mergeCompose(base: YamlMap, over: YamlMap): YamlMap {
  const resources = resourceSections.filter((section) => (base[section] ?? over[section]) !== undefined)
  return {
    ...over,
    ...base,
    services: mergeEach(mapOf(base.services), mapOf(over.services), (ours, theirs) =>
      mergeMaps(mapOf(ours), mapOf(theirs), serviceRules),
    ),
    ...Object.fromEntries(resources.map((section) => [section, { ...mapOf(base[section]), ...mapOf(over[section]) }])),
  }
}

type Merge = (base: unknown, over: unknown) => unknown
type Rules = Readonly<Record<string, Merge>>

/** Texts by name: an empty one counts, too. */
const replaceEach: Merge = (base, over) => ({ ...mapOf(base), ...mapOf(over) })

/** A null, zero, false, or empty text, list or time replaces nothing. */
const replaceFilled: Merge = (base, over) => (isEmpty(over) ? base : over)

const keepZero: Merge = (_base, over) => over

const serviceRules: Rules = {
  command: replaceFilled,
  entrypoint: replaceFilled,
  labels: replaceEach,
  sysctls: replaceEach,
  ulimits: replaceEach,
  ports: (base, over) => mergeLists(base, over, (item) => mapOf(item).published ?? 0),
  volumes: (base, over) => mergeLists(base, over, (item) => mapOf(item).target),
  secrets: (base, over) => mergeLists(base, over, (item) => mapOf(item).source),
  configs: (base, over) => mergeLists(base, over, (item) => mapOf(item).source),
  networks: (base, over) => mergeEach(mapOf(base), mapOf(over), mergeNetwork),
  logging: mergeLogging,
  deploy: nested({
    labels: replaceEach,
    replicas: keepZero,
    update_config: nested({ parallelism: keepZero }),
    rollback_config: nested({ parallelism: keepZero }),
    restart_policy: nested({ max_attempts: keepZero }),
  }),
  healthcheck: nested({ retries: keepZero, test: joinLists }),
}

/** A test of both files is one long command: what Docker makes of it, however useless. */
function joinLists(base: unknown, over: unknown): unknown {
  return [...listOf(base), ...listOf(over)]
}

function nested(rules: Rules): Merge {
  return (base, over) => mergeMaps(mapOf(base), mapOf(over), rules)
}

function mergeMaps(base: YamlMap, over: YamlMap, rules: Rules = {}): YamlMap {
  return mergeEach(base, over, (ours, theirs, key) => {
    if (theirs === null || theirs === undefined) return ours
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined
    return (rule ?? mergeValues)(ours, theirs)
  })
}

/** Docker's loader joins lists with their repetitions, which its own schema then refuses in most places. */
function mergeValues(base: unknown, over: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(over)) return [...new Set([...base, ...over])]
  if (isMap(base) && isMap(over)) return mergeMaps(base, over)
  return replaceFilled(base, over)
}

/** The items of both lists, of equal keys the last, in the order of their keys. */
function mergeLists(base: unknown, over: unknown, keyOf: (item: unknown) => unknown): unknown {
  if (!Array.isArray(base) || !Array.isArray(over)) return mergeValues(base, over)
  const byKey = new Map([...base, ...over].map((item) => [String(keyOf(item)), item]))
  return [...byKey].sort(([one], [other]) => compareKeys(one, other)).map(([, item]) => item)
}

function compareKeys(one: string, other: string): number {
  const difference = Number(one) - Number(other)
  if (!Number.isNaN(difference)) return difference
  return one < other ? -1 : 1
}

function mergeNetwork(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over ?? base
  return { ...mergeMaps(base, over), aliases: over.aliases }
}

/** Options of one logging driver mean nothing to another. */
function mergeLogging(base: unknown, over: unknown): unknown {
  const [ours, theirs] = [mapOf(base), mapOf(over)]
  if (ours.driver && theirs.driver && ours.driver !== theirs.driver) return theirs
  return mergeMaps(ours, theirs, { options: replaceEach })
}

function mergeEach(
  base: YamlMap,
  over: YamlMap,
  merge: (base: unknown, over: unknown, key: string) => unknown,
): YamlMap {
  const merged = Object.entries(over).map(([key, item]) => [
    key,
    Object.hasOwn(base, key) ? merge(base[key], item, key) : item,
  ])
  return { ...base, ...Object.fromEntries(merged) }
}

function isMap(value: unknown): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value === '' || /^(?:0+(?:\.0*)?(?:ns|[uµ]s|ms|[smh]))+$/.test(value)
  return !value || (Array.isArray(value) && value.length === 0)
}
