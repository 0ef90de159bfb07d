import { mapOf, type YamlMap } from './compose-yaml.js'

export interface ShapeFault {
  readonly path: ReadonlyArray<string | number>
  /** In the words of `docker stack config`. */
  readonly what: string
}

type Values = ReadonlyArray<readonly [path: readonly string[], value: unknown]>

/**
 * The first part of a compose file that is of a kind Docker refuses and that the normal form would cover up; the rest of
 * Docker's schema is left to Docker.
 */
export function findShapeFault(content: YamlMap): ShapeFault | undefined {
  const sections = valuesAt([[[], content]], ['services', 'volumes', 'networks', 'secrets', 'configs'])
  const services = entriesOf(valuesAt([[[], content]], ['services']))
  const resources = entriesOf(sections.filter(([[section]]) => section !== 'services'))
  const deploys = valuesAt(services, ['deploy', 'logging', 'healthcheck'])
  const texts = [
    ...valuesAt(services, ['environment', 'labels', 'sysctls', 'extra_hosts']),
    ...valuesAt(deploys, ['labels', 'options']),
    ...valuesAt(resources, ['labels', 'driver_opts']),
  ]
  return (
    first([...sections, ...services, ...deploys], (value) => (isMap(value) ? undefined : 'must be a mapping')) ??
    first(texts, (value) => (isMap(value) || Array.isArray(value) ? undefined : 'must be a mapping')) ??
    first(entriesOf(texts), (value) => (isText(value) ? undefined : 'must be a string, number or null')) ??
    first(itemsOf(texts), (value) => (typeof value === 'string' ? undefined : 'must be a string')) ??
    first([...texts, ...valuesAt(services, ['networks'])], repetitionIn)
  )
}

function valuesAt(things: Values, keys: readonly string[]): Values {
  return things.flatMap(([path, thing]) =>
    keys.flatMap((key) => {
      const value = mapOf(thing)[key]
      return value === undefined ? [] : [[[...path, key], value] as const]
    }),
  )
}

function entriesOf(things: Values): Values {
  return things.flatMap(([path, thing]) =>
    Object.entries(mapOf(thing)).map(([key, value]) => [[...path, key], value] as const),
  )
}

function itemsOf(things: Values): Values {
  return things.flatMap(([path, thing]) =>
    Array.isArray(thing) ? thing.map((item, index) => [[...path, `${index}`], item] as const) : [],
  )
}

function first(values: Values, faultIn: (value: unknown) => string | undefined): ShapeFault | undefined {
  for (const [path, value] of values) {
    const fault = faultIn(value)
    if (fault !== undefined) return { path, what: `${path.join('.')} ${fault}` }
  }
  return undefined
}

function repetitionIn(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined
  const later = value.findIndex((item, index) => value.indexOf(item) < index)
  return later === -1 ? undefined : `array items[${value.indexOf(value[later])},${later}] must be unique`
}

function isText(value: unknown): boolean {
  return value === null || ['string', 'number', 'bigint'].includes(typeof value)
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
