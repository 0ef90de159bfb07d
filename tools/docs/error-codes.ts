import type { RepositoryFiles } from './repository-files.js'

const source = /^(packages\/[^/]+|testbed)\/src\/(?!.*(\.test\.ts$|testing\/)).*\.ts$/
const thrown = /(?:new CcCiError|\busage)\(\s*'([A-Z][A-Z_]+)'/g
/** The value of `code`, the first argument of a function that makes a failure, and what became of an update. */
const judged = /(?:\bcode: (?:[^'\n]*\s)?|\bpathFailed\(|\w+: (?='UPDATE_))'([A-Z][A-Z_]+)'/g

/** The codes of an error list that are in the sources and not in it, or the other way round. */
export function errorCodeProblems(files: RepositoryFiles, document: string): string[] {
  const text = files.get(document) ?? ''
  const [errors = '', faults = ''] = text.split('\n## Faults in a result')
  return [
    ...compare(codesIn(files, thrown), documentedCodes(errors), 'errors that stop a command'),
    ...compare(codesIn(files, judged), documentedCodes(faults), 'faults in a result'),
  ]
}

function codesIn(files: RepositoryFiles, pattern: RegExp): Set<string> {
  const texts = [...files].filter(([path]) => source.test(path)).map(([, text]) => text)
  return new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, code = '']) => code)))
}

/** Codes stand in the first column of tables. */
const documentedCodes = (text: string): Set<string> =>
  new Set([...text.matchAll(/^\| `([A-Z][A-Z_]+)`/gm)].map(([, code = '']) => code))

function compare(inSources: ReadonlySet<string>, inDocument: ReadonlySet<string>, list: string): string[] {
  return [
    ...[...inSources].filter((code) => !inDocument.has(code)).map((code) => `${code} is not among the ${list}`),
    ...[...inDocument].filter((code) => !inSources.has(code)).map((code) => `${code} of the ${list} is made nowhere`),
  ]
}
