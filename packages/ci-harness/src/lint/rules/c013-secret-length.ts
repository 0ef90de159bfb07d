import type { EnvEntry } from '../../recipe/env-file.js'
import type { LintRule } from '../lint-rule.js'

const stated =
  /(?:at least|minimum(?: of)?|min\.?|must be|exactly)\s+(\d{1,4})\b|\b(\d{1,4})\s*(?:or more\s+)?(?:chars?|characters?)\b/i

export const secretLength: LintRule = {
  id: 'C013',
  severity: 'warning',
  title: 'generated secrets are as long as the app needs',
  why: 'An app with a 62-character key for 64 passed its health check and answered pages with error 500.',
  check: ({ tree, sources }) => {
    const rows = (sources.files['.env.sample'] ?? '').split(/\r?\n/)
    return (tree.sample?.entries ?? []).flatMap((entry) => {
      const length = Number(entry.modifiers.length)
      const minimum = minimumLength(entry, length, commentOf(entry, rows))
      if (!/^SECRET_\w+_VERSION$/.test(entry.key) || !(length < minimum)) return []
      const message = `${entry.key} has length=${length}, but ${minimum} characters are expected`
      return [{ message, file: '.env.sample', line: entry.line, hint: `Write length=${minimum}.` }]
    })
  },
}

/** What the comment says; else 64 for a Rails key base, and for a key that is just short of 64 yet over the usual 32. */
function minimumLength({ key }: EnvEntry, length: number, comment: string): number {
  const [, least, characters] = /at most|max/i.test(comment) ? [] : (stated.exec(comment) ?? [])
  if (least !== undefined || characters !== undefined) return Number(least ?? characters)
  const isKey = /_KEY(?:_|$)/.test(key)
  return isKey && (key.includes('KEY_BASE') || length > 32) ? 64 : 0
}

/** The comment after the entry and the comment rows right above it. */
function commentOf({ line }: EnvEntry, rows: readonly string[]): string {
  const above: string[] = []
  for (let index = line - 2; /^\s*#(?!\s*\w+=)/.test(rows[index] ?? ''); index -= 1) above.unshift(rows[index] ?? '')
  const trailing = /\s#(.*)$/.exec(rows[line - 1] ?? '')?.[1] ?? ''
  return [...above, trailing].join(' ')
}
