import { CcCiError } from '@cc-ci/kernel'
import type { ForgeKind } from '../ports/forge.js'
import { type CiEnvironment, ciEngineNames } from './ci-environment.js'
import type { NamedPullRequest } from './pull-request-argument.js'
import { isSameRepository, type RepositoryAddress } from './repository-address.js'

/** One pull request, and the forge that knows about it. */
export interface PullRequestPlace extends RepositoryAddress {
  readonly number: number
  readonly kind: ForgeKind
}

export interface PullRequestSearch {
  readonly recipe: string
  /** The repository that the recipe comes from; undefined for a folder that came from no forge. */
  readonly own: RepositoryAddress | undefined
  /** The `forge` key of cc-ci.yaml. */
  readonly configured: { readonly kind?: ForgeKind | undefined; readonly url?: string | undefined } | undefined
  readonly ci: CiEnvironment | undefined
}

/** The pull request that the CI engine runs us for. Throws CI_UNKNOWN outside of one, NOT_A_PULL_REQUEST in another pipeline. */
export function pullRequestOfCi(ci: CiEnvironment | undefined): NamedPullRequest {
  if (ci === undefined) {
    throw new CcCiError(
      'CI_UNKNOWN',
      '--pr alone asks the CI engine for the number, but none that is known runs this.',
      {
        hint: `Give it: --pr=<number or address>. Known are ${ciEngineNames}.`,
        exitCode: 2,
      },
    )
  }
  if (ci.pr !== undefined) return { number: ci.pr, address: ci.repository }
  const hidden = ci.ofPullRequest
    ? 'but its variables do not say which; with pull_request_target GitHub keeps the number out of them'
    : 'and not for a pull request'
  throw new CcCiError('NOT_A_PULL_REQUEST', `The pipeline of ${ci.engine} runs for an event of its own, ${hidden}.`, {
    hint: ci.ofPullRequest
      ? 'Hand it over as --pr=<number>, from github.event.pull_request.number.'
      : 'Run the step for pull requests only, or leave --pr out to test what is on the branch.',
    exitCode: 2,
  })
}

/**
 * Which forge to ask about which pull request. Undefined where no forge is known and only git can be asked. A pull
 * request of another repository is refused: its code would run under the name, and the approval, of this recipe.
 */
export function locatePullRequest(named: NamedPullRequest, search: PullRequestSearch): PullRequestPlace | undefined {
  const { own, recipe } = search
  if (named.address !== undefined && (own === undefined || !isSameRepository(named.address, own))) {
    const theirs = own === undefined ? 'has no repository on a forge' : `comes from ${shown(own)}`
    throw new CcCiError(
      'PULL_REQUEST_OF_ANOTHER_RECIPE',
      `Pull request ${named.number} is one of ${shown(named.address)}, but the recipe ${recipe} ${theirs}.`,
      { hint: 'Name the recipe that it changes, or correct its url in cc-ci.yaml.', exitCode: 2 },
    )
  }
  if (own === undefined) return undefined
  const { kind, forgeUrl } = forgeOf(named.address ?? own, search)
  return { number: named.number, repository: own.repository, kind, forgeUrl }
}

const shown = ({ forgeUrl, repository }: RepositoryAddress): string => `${forgeUrl}/${repository}`

/** What cc-ci.yaml says of this host wins, then what the CI engine says; the rest follows from the host's name. */
function forgeOf(
  address: RepositoryAddress,
  { configured, ci }: PullRequestSearch,
): { kind: ForgeKind; forgeUrl: string } {
  const { hostname } = new URL(address.forgeUrl)
  const isHere = (url: string | undefined): boolean => url !== undefined && new URL(url).hostname === hostname
  const configuredHere = configured !== undefined && (configured.url === undefined || isHere(configured.url))
  const ofCi = isHere(ci?.repository?.forgeUrl) ? ci : undefined
  const byName: ForgeKind = hostname === 'github.com' ? 'github' : 'gitea'
  return {
    kind: (configuredHere ? configured.kind : undefined) ?? ofCi?.forge ?? byName,
    forgeUrl:
      (configuredHere ? configured.url?.replace(/\/+$/, '') : undefined) ??
      ofCi?.repository?.forgeUrl ??
      address.forgeUrl,
  }
}
