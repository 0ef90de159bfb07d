import type { LintFinding } from '@cc-ci/contracts/run-result'
import { lintRecipe } from '../../src/lint/lint-recipe.js'
import { ruleDocs } from '../../src/lint/rules.js'
import { ensureRecipe, type Flags, fetchTags, filesOf, isAnnotated, tagsOf } from './recipe-checkout.js'
import { fatal, printTable, say } from './say.js'

/** What abra's own rules find. */
export function brokenRules(recipe: string, folder: string): LintFinding[] {
  const tags = tagsOf(folder).map((name) => ({ name, annotated: isAnnotated(folder, name), commit: '' }))
  return lintRecipe({ recipe, files: filesOf(folder), tags }).filter(({ rule }) => rule.startsWith('R'))
}

/** Exit code 0 whatever it finds; tags are fetched even when told to stay offline. */
export function lint([recipe = '']: readonly string[], flags: Flags): void {
  const folder = ensureRecipe(recipe, flags)
  fetchTags(folder)
  const broken = brokenRules(recipe, folder)
  const rows = ruleDocs().filter(({ id }) => id.startsWith('R'))
  const unknown = { id: 'R016', severity: 'error', title: 'a rule that nobody here knows' } as const
  printTable([
    ['ref', 'rule', 'severity', 'satisfied', 'skipped', 'resolve'],
    ...[...rows, unknown].map(({ id, severity, title }) => {
      const found = broken.find(({ rule }) => rule === id)
      const level = severity === 'error' ? 'error' : 'warn'
      return [id, title, level, found === undefined ? '✅' : '❌', '-', found?.hint ?? '']
    }),
  ])
  if (broken.some(({ severity }) => severity === 'error')) say('WARN', `critical errors present in ${recipe} config`)
}

export function fetchRecipe([recipe = '']: readonly string[]): void {
  fatal(`unable to fetch ${recipe}: authentication required`)
}

/** Looks for newer images; one that is pinned by tag and digest ends it. */
export function upgradeRecipe([recipe = '']: readonly string[], flags: Flags): void {
  const folder = ensureRecipe(recipe, flags)
  for (const [, image] of (filesOf(folder)['compose.yml'] ?? '').matchAll(/image:\s*"?([^\s"]+)/g)) {
    if (/:[^/]+@sha256:/.test(image ?? '')) fatal(`unable to parse image ${image}: repository name must be canonical`)
  }
  say('INFO', 'no upgrades available')
}
