const shellWork = /[$`]/

/**
 * The `export X=v` lines of an `abra.sh`, read by pattern and never executed. Indented lines belong to functions, and
 * a value that only a shell could work out is left out.
 */
export function readAbraExports(text: string): Record<string, string> {
  const exports: Record<string, string> = {}
  for (const [, assignments = ''] of text.matchAll(/^export[ \t]+(.*)$/gm)) {
    for (const [key, value] of assignmentsIn(assignments)) exports[key] = value
  }
  return exports
}

function* assignmentsIn(text: string): Generator<[string, string]> {
  let rest = text
  for (;;) {
    const match = /^\s*([A-Za-z_]\w*)=(?:'([^']*)'|"([^"]*)"|([^\s;#'"]*))(?=[\s;]|$)/.exec(rest)
    if (match === null) return
    const [whole, key = '', single, double, bare] = match
    const unquoted = double ?? bare ?? ''
    if (single !== undefined || !shellWork.test(unquoted)) yield [key, single ?? unquoted]
    rest = rest.slice(whole.length)
  }
}
