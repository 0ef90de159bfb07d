/** A schema of Swagger 2.0, as far as forges use it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly required?: readonly string[] | boolean
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}

export interface SchemaPlace {
  readonly api: { readonly definitions: Readonly<Record<string, Schema>> }
  /** Where the value stands, for the reader. */
  readonly at: string
}

/** What is wrong with a value, each with its place; a property that no schema names is. */
export function schemaProblems(value: unknown, schema: Schema, place: SchemaPlace): readonly string[] {
  const { api, at } = place
  if (schema.$ref !== undefined) {
    const definition = api.definitions[schema.$ref.split('/').at(-1) ?? '']
    return definition === undefined
      ? [`${at}: ${schema.$ref} is not defined`]
      : schemaProblems(value, definition, place)
  }
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return [`${at}: ${JSON.stringify(value)} is not allowed`]
  if (schema.type === 'array') return arrayProblems(value, schema, place)
  if (schema.type === 'object') return objectProblems(value, schema, place)
  return isScalar(value, schema) ? [] : [`${at}: ${JSON.stringify(value)} is no ${schema.format ?? schema.type}`]
}

function arrayProblems(value: unknown, { items = {} }: Schema, { api, at }: SchemaPlace): readonly string[] {
  if (!Array.isArray(value)) return [`${at}: no array`]
  return value.flatMap((item, index) => schemaProblems(item, items, { api, at: `${at}.${index}` }))
}

function objectProblems(value: unknown, schema: Schema, { api, at }: SchemaPlace): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: no object`]
  const required = Array.isArray(schema.required) ? schema.required : []
  return [
    ...required.filter((name: string) => !(name in value)).map((name: string) => `${at}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, part]) => {
      const described = schema.properties?.[name]
      if (described === undefined) return [`${at}.${name} is not described`]
      return schemaProblems(part, described, { api, at: `${at}.${name}` })
    }),
  ]
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

function isScalar(value: unknown, { type, format }: Schema): boolean {
  if (type === 'integer') return Number.isSafeInteger(value)
  if (type === 'string') return typeof value === 'string' && (format !== 'date-time' || dateTime.test(value))
  return type === undefined || typeof value === type
}
