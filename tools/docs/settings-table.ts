import { type DocumentName, jsonSchemaOf } from '../../packages/contracts/src/json-schemas.js'
import { markdownTable } from './markdown-table.js'

/** The parts of a JSON Schema that a table of keys shows. */
interface Schema {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly propertyNames?: Schema
  readonly anyOf?: readonly Schema[]
}

type Row = readonly [key: string, type: string, byDefault: string, meaning: string]

/** Every key of a document, nested ones with dots, as its schema states them. */
export function settingsTable(document: DocumentName): string {
  return markdownTable(['Key', 'Type', 'Default', 'Meaning'], rowsOf(jsonSchemaOf(document) as Schema, ''))
}

function rowsOf({ properties = {}, required = [] }: Schema, prefix: string): Row[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const key = `${prefix}${name}`
    const nested = nestedRows(schema, key)
    const { description = '' } = schema
    if (nested.length > 0 && description === '') return nested
    return [[`\`${key}\``, typeOf(schema), defaultOf(schema, required.includes(name)), description] as Row, ...nested]
  })
}

function nestedRows(schema: Schema, key: string): Row[] {
  const { additionalProperties: values, anyOf = [] } = schema
  if (typeof values === 'object' && values.properties !== undefined) return rowsOf(values, `${key}.<name>.`)
  return [schema, ...anyOf].flatMap((each) => rowsOf(each, `${key}.`))
}

function typeOf(schema: Schema): string {
  const { type, enum: words, items, additionalProperties: values, anyOf } = schema
  if (schema.const !== undefined) return code(schema.const)
  if (words !== undefined) return words.map(code).join(' or ')
  if (anyOf !== undefined) return 'one of two maps'
  if (items !== undefined) return `list of ${typeOf(items)}s`
  if (type === 'object' && typeof values === 'object') return `map of ${keysOf(schema)} to ${typeOf(values)}s`
  return type === 'object' ? 'map' : (type ?? 'any')
}

const keysOf = ({ propertyNames }: Schema): string =>
  propertyNames?.enum === undefined ? 'names' : propertyNames.enum.map(code).join(', ')

function defaultOf({ default: value }: Schema, isRequired: boolean): string {
  if (isRequired) return 'required'
  return value === undefined ? 'none' : code(value)
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``
