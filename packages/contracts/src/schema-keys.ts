import type { z } from 'zod'

interface Definition {
  readonly innerType?: unknown
  readonly shape?: Readonly<Record<PropertyKey, unknown>>
  readonly keyType?: unknown
  readonly valueType?: unknown
  readonly element?: unknown
  readonly options?: readonly unknown[]
  readonly entries?: Readonly<Record<string, unknown>>
}

/** The keys a schema knows at a path, for suggestions; empty where any key will do. */
export function knownKeysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let reached: unknown[] = [schema]
  for (const part of path) reached = reached.flatMap((each) => childrenOf(each, part))
  return [...new Set(reached.flatMap(keysOf))]
}

/** Sees through what zod wraps around a schema (default, optional, …) and spreads a union into its members. */
function definitionsOf(schema: unknown): Definition[] {
  const definition = (schema as { _zod?: { def: Definition } } | undefined)?._zod?.def
  if (definition === undefined) return []
  if (definition.innerType !== undefined) return definitionsOf(definition.innerType)
  if (definition.options !== undefined) return definition.options.flatMap(definitionsOf)
  return [definition]
}

function childrenOf(schema: unknown, part: PropertyKey): unknown[] {
  return definitionsOf(schema).flatMap(({ shape, valueType, element }) => shape?.[part] ?? valueType ?? element ?? [])
}

function keysOf(schema: unknown): string[] {
  return definitionsOf(schema).flatMap(({ shape, keyType }) => {
    if (shape !== undefined) return Object.keys(shape)
    return definitionsOf(keyType).flatMap(({ entries }) => Object.values(entries ?? {}).map(String))
  })
}
