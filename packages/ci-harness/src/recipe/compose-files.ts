import { CcCiError } from '@cc-ci/kernel'
import type { Env } from './env-expansion.js'

/** The compose files an app is made of, in order, relative to the recipe. */
export function composeFilesOf(env: Env): string[] {
  const files = (env.COMPOSE_FILE ?? '').split(':').map((file) => file.trim().replace(/^(?:\.\/)+/, ''))
  const named = files.filter((file) => file !== '')
  return named.length === 0 ? ['compose.yml'] : named
}

/** refuses a compose file that the recipe does not have at this version. */
export function checkComposeFiles(files: readonly string[], existing: readonly string[], version: string): void {
  const missing = files.filter((file) => !existing.includes(file))
  if (missing.length === 0) return
  const offered = existing.filter((file) => /^compose(\.[^/]+)?\.ya?ml$/.test(file))
  throw new CcCiError('COMPOSE_FILE_MISSING', `${missing.join(', ')}: not in the recipe at ${version}`, {
    hint: `Set COMPOSE_FILE to files of this version: ${offered.join(', ') || 'it has no compose.yml at all'}.`,
    exitCode: 2,
    place: { key: 'COMPOSE_FILE' },
  })
}
