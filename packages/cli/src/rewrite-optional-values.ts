/** Flags of `cc-ci test` whose value may be left out: what counts as one, and what its absence means. */
const optionalValues: Readonly<Record<string, { readonly isValue: RegExp; readonly bare: string }>> = {
  '--pr': { isValue: /^#?\d+$|^https?:\/\//i, bare: 'environment' },
  '--keep': { isValue: /^\d+$/, bare: '30' },
}

/**
 * Writes `--pr 42` as `--pr=42` and a bare `--pr` as `--pr=environment`, before oclif parses: it knows no flag whose
 * value may be missing, and would take the next word, whatever it is.
 */
export function rewriteOptionalValues(argv: readonly string[]): string[] {
  if (argv[0] !== 'test') return [...argv]
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  const words = argv.slice(0, end)
  const rewritten = words.flatMap((word, index) => {
    if (takesNext(words[index - 1], word)) return []
    const flag = flagOf(word)
    if (flag === undefined) return [word]
    const next = words[index + 1]
    return [`${word}=${takesNext(word, next) ? next : flag.bare}`]
  })
  return [...rewritten, ...argv.slice(end)]
}

const flagOf = (word: string) => (Object.hasOwn(optionalValues, word) ? optionalValues[word] : undefined)

function takesNext(word: string | undefined, next: string | undefined): boolean {
  return word !== undefined && next !== undefined && (flagOf(word)?.isValue.test(next) ?? false)
}
