import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { commandReference } from './docs/command-reference.js'
import { concurrencyTable } from './docs/concurrency-table.js'
import { liesTables } from './docs/lies-table.js'
import { lintTable } from './docs/lint-table.js'
import { settingsTable } from './docs/settings-table.js'

const root = new URL('../', import.meta.url)

/** A part of a document that is made from the code; everything around it is written by hand. */
interface GeneratedPart {
  /** Relative to the repository. */
  readonly file: string
  readonly make: () => string | Promise<string>
}

const parts: readonly GeneratedPart[] = [
  { file: 'docs/recipe-settings.md', make: () => settingsTable('recipe-settings') },
  { file: 'docs/configuration.md', make: () => settingsTable('workspace-config') },
  { file: 'docs/lint.md', make: lintTable },
  { file: 'docs/lies.md', make: liesTables },
  { file: 'docs/concurrency.md', make: concurrencyTable },
  { file: 'docs/commands.md', make: () => commandReference(new URL('packages/cli/', root)) },
]

const begin = '<!-- generated: do not edit, run tools/generate-docs.ts -->'
const end = '<!-- /generated -->'

/** The documents whose generated part differs from the code, each with the text it should have. */
export async function staleDocuments(): Promise<ReadonlyMap<string, string>> {
  const stale = new Map<string, string>()
  for (const { file, make } of parts) {
    const text = readFileSync(new URL(file, root), 'utf8')
    const expected = replacePart(text, await make(), file)
    if (expected !== text) stale.set(file, expected)
  }
  return stale
}

/** Puts a new part between the two marks of a document. */
export function replacePart(document: string, part: string, file: string): string {
  const [before, rest] = document.split(begin)
  const [, after] = rest?.split(end) ?? []
  if (before === undefined || after === undefined) throw new Error(`${file} lacks the marks of its generated part`)
  return `${before}${begin}\n\n${part.trim()}\n\n${end}${after}`
}

async function main(check: boolean): Promise<number> {
  const stale = await staleDocuments()
  if (!check) for (const [file, text] of stale) writeFileSync(new URL(file, root), text)
  const files = [...stale.keys()].join(', ')
  if (stale.size === 0) console.log(`${parts.length} documents are up to date`)
  else if (check) console.error(`These differ from the code: ${files}. Run tools/generate-docs.ts without --check.`)
  else console.log(`written: ${files}`)
  return check && stale.size > 0 ? 1 : 0
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) {
  process.exitCode = await main(process.argv.includes('--check'))
}
