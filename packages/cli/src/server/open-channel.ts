import { CcCiError } from '@cc-ci/kernel'
import type { ForgeChannel } from '@cc-ci/server'
import { readForgeToken } from '../pull-request/read-forge-token.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'

export type ForgeKind = 'gitea' | 'forgejo' | 'github'

/** The way to the forge that `cc-ci.yaml` names. Throws SERVER_FORGE_UNSET, SECRET_MISSING. */
export async function openChannel(
  workspace: Workspace,
  world: Pick<World, 'environment'>,
): Promise<{ readonly channel: ForgeChannel; readonly kind: ForgeKind }> {
  const { forge } = workspace.config
  if (forge?.url === undefined) throw forgeUnset('forge.url', workspace)
  const token = readForgeToken(workspace, world)
  if (token === undefined) throw forgeUnset('forge.token', workspace)
  const { GiteaChannel, GitHubChannel } = await import('@cc-ci/server')
  const kind = forge.kind ?? (new URL(forge.url).hostname === 'github.com' ? 'github' : 'gitea')
  const options = { url: forge.url, token }
  return { kind, channel: kind === 'github' ? new GitHubChannel(options) : new GiteaChannel(options) }
}

function forgeUnset(key: string, { file }: Workspace): CcCiError {
  return new CcCiError(
    'SERVER_FORGE_UNSET',
    `The server cannot watch pull requests: ${key} is not set in cc-ci.yaml.`,
    {
      hint: 'Name the forge and the secret with the token of its own account; see docs/server.md.',
      ...(file !== undefined && { place: { file, key } }),
      exitCode: 2,
    },
  )
}
