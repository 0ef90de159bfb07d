import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The script of the dashboard’s pages: a file of its own, so that what browsers run is what is linted. */
export function siteScript(): string {
  const manifest = createRequire(import.meta.url).resolve('@cc-ci/results-ux/package.json')
  return readFileSync(join(dirname(manifest), 'assets/site.js'), 'utf8')
}
