import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { GiteaChannel } from '../src/adapters/gitea-channel.js'
import { GitHubChannel } from '../src/adapters/github-channel.js'
import type { ForgeChannel } from '../src/ports/forge-channel.js'
import { type ApiDescription, type ForgeDouble, forgeDouble } from '../src/testing/index.js'

export interface ForgeBed {
  readonly forge: ForgeDouble
  readonly channel: ForgeChannel
  channelWith(options: { token?: string; timeoutMs?: number }): ForgeChannel
  /** The moment that the forge takes for now, epoch seconds. */
  readonly clock: { now: number }
}

export const token = 'hunter22-of-the-forge'
const repository = 'org/wiki'

/** Gitea’s own description lies beside the clone on machines that develop cc-ci; it is never copied into the project. */
const place =
  process.env.CC_CI_GITEA_API ??
  fileURLToPath(new URL('../../../../shared/fixtures/gitea-api/swagger.v1.json', import.meta.url))

export const giteaDescription: ApiDescription | undefined = existsSync(place)
  ? JSON.parse(readFileSync(place, 'utf8'))
  : undefined

/** A forge with one repository, `org/wiki`, its pull request 7, and the account `cc-ci-bot`, a member of `org`. */
export async function forgeBed(
  kind: 'gitea' | 'github',
  whenDone: (end: () => Promise<void>) => void,
): Promise<ForgeBed> {
  const clock = { now: 1_800_000_000 }
  const description = kind === 'gitea' ? giteaDescription : undefined
  const forge = await forgeDouble({ kind, token, account: 'cc-ci-bot', now: () => clock.now, description }, whenDone)
  forge.state.putPullRequest(repository, 7)
  forge.state.organisations.set('org', {
    members: new Set(['cc-ci-bot', 'maria', 'hidden']),
    shown: new Set(['maria']),
  })
  const channelWith: ForgeBed['channelWith'] = (options) => {
    const all = { url: forge.url, token, ...options }
    return kind === 'gitea' ? new GiteaChannel(all) : new GitHubChannel(all)
  }
  return { forge, channelWith, channel: channelWith({}), clock }
}
