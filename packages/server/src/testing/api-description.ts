import { type Schema, schemaProblems } from './schema-problems.js'

interface Parameter {
  readonly in: 'path' | 'query' | 'body' | 'formData'
  readonly name: string
  readonly required?: boolean
  readonly schema?: Schema
}

interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly schema?: Schema }>>
}

/** A description of an API in Swagger 2.0, as far as it describes what the server asks. */
export interface ApiDescription {
  readonly basePath: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly definitions: Readonly<Record<string, Schema>>
  readonly responses: Readonly<Record<string, { readonly schema?: Schema }>>
}

export interface DescribedRequest {
  readonly method: string
  /** Below the base path. */
  readonly path: string
  readonly query: URLSearchParams
  /** Parsed JSON, or the names of the fields of a form. */
  readonly body: unknown
  readonly form: readonly string[] | undefined
}

/** What is wrong with a request by the description; unknown paths, parameters and properties are. */
export function requestProblems(api: ApiDescription, request: DescribedRequest): readonly string[] {
  const found = operationOf(api, request)
  const asked = `${request.method} ${request.path}`
  if (found === undefined) return [`${asked} is not described`]
  const parameters = found.operation.parameters ?? []
  const of = (place: Parameter['in']): Parameter[] => parameters.filter((parameter) => parameter.in === place)
  const named = (names: Iterable<string>, place: 'query' | 'formData'): string[] => {
    const given = [...names]
    const known = of(place)
    return [
      ...given
        .filter((name) => !known.some((one) => one.name === name))
        .map((name) => `${asked}: unknown ${place} ${name}`),
      ...known
        .filter((one) => one.required && !given.includes(one.name))
        .map((one) => `${asked}: ${one.name} is missing`),
    ]
  }
  const values = [
    ...of('path').map((one) => [one, found.values.get(one.name) ?? ''] as const),
    ...of('query').flatMap((one) => request.query.getAll(one.name).map((value) => [one, value] as const)),
  ]
  const schema = of('body')[0]?.schema
  const problems = [
    ...named(request.query.keys(), 'query'),
    ...named(request.form ?? [], 'formData'),
    ...values.flatMap(([one, value]) =>
      schemaProblems(typed(value, one as Schema), one as Schema, { api, at: one.name }),
    ),
    ...(schema === undefined ? [] : schemaProblems(request.body, schema, { api, at: 'body' })),
  ]
  if (schema === undefined && request.body !== undefined) problems.push('a body is not described')
  return problems.map((problem) => (problem.startsWith(asked) ? problem : `${asked}: ${problem}`))
}

/** What is wrong with an answer by the description. Only what a forge answers by its own rules is described: not 304, not 5xx. */
export function answerProblems(
  api: ApiDescription,
  request: Pick<DescribedRequest, 'method' | 'path'>,
  { status, body }: { readonly status: number; readonly body: unknown },
): readonly string[] {
  const asked = `${request.method} ${request.path}`
  const response = operationOf(api, request)?.operation.responses[`${status}`]
  if (response === undefined) return [`${asked}: status ${status} is not described`]
  const { schema } =
    response.$ref === undefined ? response : (api.responses[response.$ref.split('/').at(-1) ?? ''] ?? {})
  if (schema === undefined) return []
  return schemaProblems(body, schema, { api, at: 'answer' }).map((problem) => `${asked}: ${problem}`)
}

function operationOf(
  api: ApiDescription,
  { method, path }: Pick<DescribedRequest, 'method' | 'path'>,
): { operation: Operation; values: ReadonlyMap<string, string> } | undefined {
  const segments = path.split('/')
  // The template with the fewest places to fill is meant: `issues/comments` is no `issues/{index}`.
  const templates = Object.keys(api.paths)
    .filter((template) => matches(template.split('/'), segments) && api.paths[template]?.[method.toLowerCase()])
    .sort((one, other) => one.split('{').length - other.split('{').length)
  const [template = ''] = templates
  const operation = api.paths[template]?.[method.toLowerCase()]
  if (operation === undefined) return undefined
  const places = template
    .split('/')
    .map((part, index) => [part.replaceAll(/[{}]/g, ''), segments[index] ?? ''] as const)
  return { operation, values: new Map(places) }
}

const matches = (template: readonly string[], segments: readonly string[]): boolean =>
  template.length === segments.length &&
  template.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index]))

const typed = (value: string, { type }: Schema): unknown => (type === 'integer' ? Number(value || 'none') : value)
