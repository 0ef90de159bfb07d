import { join } from 'node:path'
import { isCcCiError } from '@cc-ci/kernel'
import { whyItFailed } from '../abra/plain-output.js'
import { readLintTable } from '../abra/read-lint-table.js'
import type { LintAnswer } from '../ports/engine.js'
import { AbraFolder } from './abra-folder.js'
import { type AbraSite, abraLimits, offlineChaos } from './abra-site.js'

/**
 * `abra recipe lint` on a pristine clone whose origin is a folder, because it force-fetches tags from there. Its exit
 * code says only whether it could lint; what it found stands in its table.
 */
export async function lintWithAbra(commit: string, site: AbraSite): Promise<LintAnswer> {
  const { git, command, checkout, recipe, signal } = site
  const abraDir = new AbraFolder({ path: join(site.folder, 'lint'), sharedDir: undefined, server: site.server })
  let text = ''
  try {
    await abraDir.make()
    await git.clone(checkout, abraDir.recipe(recipe), { ref: commit })
    const call = { verb: 'recipe lint', flags: offlineChaos, args: [recipe], abraDir: abraDir.path } as const
    const output = await command.run({ ...call, timeoutMs: abraLimits.lint, signal })
    text = output.text
    if (output.exitCode !== 0) return { ok: false, unverified: `abra could not lint: ${whyItFailed(output)}`, text }
  } catch (error) {
    if (signal.aborted || !isCcCiError(error)) throw error
    return { ok: false, unverified: `abra could not lint: ${error.message}`, text }
  }
  const rows = readLintTable(text)
  if (typeof rows === 'string') return { ok: false, unverified: `abra’s lint could not be read: ${rows}`, text }
  site.seen('R016', rows.find(({ rule }) => rule === 'R016')?.title ?? 'not in its table')
  return { ok: true, rows, text }
}
