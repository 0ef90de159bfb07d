import type { ForgeKind } from '../ports/forge.js'
import { parseRepositoryUrl, type RepositoryAddress } from './repository-address.js'

/** What a CI engine tells its steps about the pipeline that they belong to. */
export interface CiEnvironment {
  readonly engine: 'woodpecker' | 'drone' | 'gitea-actions' | 'forgejo-actions' | 'github-actions'
  /** Undefined when the engine does not say: Drone works with all of them and names none. */
  readonly forge: ForgeKind | undefined
  /** Undefined when its variables are missing or are of a forge that we do not know. */
  readonly repository: RepositoryAddress | undefined
  /** Undefined where the pipeline does not run for a pull request, or the engine hides which. */
  readonly pr: number | undefined
  /** Whether the checked-out files are those of a proposed change, and so of whoever proposed it. */
  readonly ofPullRequest: boolean
  /** Where the engine put the checkout. */
  readonly workspace: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** The variable of each fact, as the engines document them. */
interface EngineVariables {
  readonly engine: CiEnvironment['engine']
  readonly isHere: (env: Environment) => boolean
  readonly forge: (env: Environment) => ForgeKind | undefined
  readonly repositoryUrl: (env: Environment) => string | undefined
  readonly pr: (env: Environment) => string | undefined
  readonly event: string
  readonly workspace: string
}

const woodpecker: EngineVariables = {
  engine: 'woodpecker',
  isHere: ({ CI }) => CI === 'woodpecker',
  forge: ({ CI_FORGE_TYPE }) => kindOf(CI_FORGE_TYPE),
  repositoryUrl: ({ CI_REPO_URL, CI_REPO_CLONE_URL }) => CI_REPO_URL || CI_REPO_CLONE_URL,
  pr: ({ CI_COMMIT_PULL_REQUEST }) => CI_COMMIT_PULL_REQUEST,
  event: 'CI_PIPELINE_EVENT',
  workspace: 'CI_WORKSPACE',
}

const drone: EngineVariables = {
  engine: 'drone',
  isHere: ({ DRONE }) => isTrue(DRONE),
  forge: () => undefined,
  repositoryUrl: ({ DRONE_REPO_LINK, DRONE_GIT_HTTP_URL }) => DRONE_REPO_LINK || DRONE_GIT_HTTP_URL,
  pr: ({ DRONE_PULL_REQUEST }) => DRONE_PULL_REQUEST,
  event: 'DRONE_BUILD_EVENT',
  workspace: 'DRONE_WORKSPACE',
}

/** Gitea's and Forgejo's runners speak GitHub's names as well, and add a marker of their own; so does Forgejo to Gitea's. */
const actions = (
  engine: EngineVariables['engine'],
  forge: ForgeKind,
  isHere: EngineVariables['isHere'],
): EngineVariables => ({
  engine,
  isHere,
  forge: () => forge,
  repositoryUrl: ({ GITHUB_SERVER_URL, GITHUB_REPOSITORY }) =>
    GITHUB_SERVER_URL && GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : undefined,
  // `refs/pull/7/merge` on GitHub, `refs/pull/7/head` on the others; GITHUB_SHA may be a merge that nobody proposed.
  pr: ({ GITHUB_REF }) => /^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(GITHUB_REF ?? '')?.[1],
  event: 'GITHUB_EVENT_NAME',
  workspace: 'GITHUB_WORKSPACE',
})

/** The first that is here counts: later ones are imitated by earlier ones. */
const engines: readonly EngineVariables[] = [
  woodpecker,
  drone,
  actions('forgejo-actions', 'forgejo', ({ FORGEJO_ACTIONS }) => isTrue(FORGEJO_ACTIONS)),
  actions('gitea-actions', 'gitea', ({ GITEA_ACTIONS }) => isTrue(GITEA_ACTIONS)),
  actions('github-actions', 'github', ({ GITHUB_ACTIONS }) => isTrue(GITHUB_ACTIONS)),
]

export const ciEngineNames = 'Woodpecker, Drone, Gitea Actions, Forgejo Actions, GitHub Actions'

/** Reads the variables of the CI engine that runs us; undefined outside of all that we know. */
export function readCiEnvironment(env: Environment): CiEnvironment | undefined {
  const found = engines.find(({ isHere }) => isHere(env))
  if (found === undefined) return undefined
  const pr = numberOf(found.pr(env))
  return {
    engine: found.engine,
    forge: found.forge(env),
    repository: parseRepositoryUrl(found.repositoryUrl(env) ?? ''),
    pr,
    ofPullRequest: pr !== undefined || /^pull_request/.test(env[found.event] ?? ''),
    workspace: env[found.workspace] || undefined,
  }
}

function kindOf(text: string | undefined): ForgeKind | undefined {
  return text === 'gitea' || text === 'forgejo' || text === 'github' ? text : undefined
}

const isTrue = (value: string | undefined): boolean => value !== undefined && !['', '0', 'false'].includes(value)

const numberOf = (text: string | undefined): number | undefined =>
  /^[1-9]\d*$/.test(text ?? '') ? Number(text) : undefined
