import type { Workspace } from '../workspace/load-workspace.js'
import { readSecret } from '../workspace/read-secret.js'
import type { World } from '../world.js'

/**
 * The token for the forge: CC_CI_FORGE_TOKEN, or the secret that `forge.token` of cc-ci.yaml names. Throws SECRET_MISSING.
 */
export function readForgeToken(
  { config, file }: Pick<Workspace, 'config' | 'file'>,
  world: Pick<World, 'environment'>,
): string | undefined {
  const { CC_CI_FORGE_TOKEN: token } = world.environment
  if (token) return token
  const reference = config.forge?.token
  if (reference === undefined) return undefined
  return readSecret({ reference, key: 'forge.token', file, instead: 'CC_CI_FORGE_TOKEN' }, world)
}
