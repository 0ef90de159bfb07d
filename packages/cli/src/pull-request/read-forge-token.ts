import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'

/**
 * The token for the forge: CC_CI_FORGE_TOKEN, or the file that `forge.token` of cc-ci.yaml names in the folder of
 * secrets, which is CC_CI_SECRETS_DIR or the one that systemd hands to a service. Throws SECRET_MISSING.
 */
export function readForgeToken(
  { config, file }: Pick<Workspace, 'config' | 'file'>,
  { environment }: Pick<World, 'environment'>,
): string | undefined {
  const { CC_CI_FORGE_TOKEN, CC_CI_SECRETS_DIR, CREDENTIALS_DIRECTORY } = environment
  if (CC_CI_FORGE_TOKEN) return CC_CI_FORGE_TOKEN
  const name = config.forge?.token?.replace(/^secret:/, '')
  if (name === undefined) return undefined
  const folder = CC_CI_SECRETS_DIR || CREDENTIALS_DIRECTORY
  const path = folder === undefined ? undefined : join(folder, name)
  const token = path !== undefined && existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  if (token !== '') return token
  const where = path === undefined ? 'no folder of secrets is set' : `${path} does not hold it`
  throw new CcCiError(
    'SECRET_MISSING',
    `The secret ${name} that forge.token of cc-ci.yaml names is missing: ${where}.`,
    {
      hint: 'Put it into a file of that name in the folder CC_CI_SECRETS_DIR, or set CC_CI_FORGE_TOKEN.',
      ...(file !== undefined && { place: { file, key: 'forge.token' } }),
      exitCode: 2,
    },
  )
}
