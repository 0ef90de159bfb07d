/**
 * Where two values differ in shape: keys that one of them lacks, and values of another type. Of lists only the first
 * entries are compared. Paths are dotted, `-` before one that is missing here, `+` before one that is too much.
 */
export function shapeDifferences(expected: unknown, actual: unknown, path = ''): readonly string[] {
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length === 0 || actual.length === 0) return []
    return shapeDifferences(expected[0], actual[0], `${path}[]`)
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])]
    return keys.flatMap((key) => {
      const at = path === '' ? key : `${path}.${key}`
      if (!(key in actual)) return [`-${at}`]
      if (!(key in expected)) return [`+${at}`]
      return shapeDifferences(expected[key], actual[key], at)
    })
  }
  return typeName(expected) === typeName(actual) ? [] : [`${path}: ${typeName(actual)}, not ${typeName(expected)}`]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}
