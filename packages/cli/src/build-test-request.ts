import type { PullRequestTarget, TestRequest } from '@cc-ci/ci-harness'
import { type TierName, tierNames } from '@cc-ci/contracts/run-result'
import { CcCiError } from '@cc-ci/kernel'
import { clientEnvironment } from './build-harness-world.js'
import { readOperatorVariables } from './read-operator-variables.js'
import { endpointOf, type Workspace } from './workspace/load-workspace.js'
import { type ResolvedRecipe, resolveRecipe } from './workspace/resolve-recipe.js'
import { withoutPassword } from './workspace/without-password.js'
import type { World } from './world.js'

export interface TestFlags {
  readonly ref: string | undefined
  readonly from: string | undefined
  readonly quick: boolean
  readonly tiers: readonly TierName[]
  readonly keepSeconds: number
  readonly keepOnFailure: boolean
  /** As typed; undefined when the workspace decides. */
  readonly engine: string | undefined
  readonly runsDir: string
  readonly harnessVersion: string
}

export interface RequestInput {
  readonly recipe: ResolvedRecipe
  /** As the user wrote it, for the reproduce line. */
  readonly argument: string
  readonly options: TestFlags
  readonly workspace: Workspace
  readonly world: World
  readonly pullRequest?: PullRequestTarget | undefined
  /** Of the forge: it must stand in nothing that a run writes. */
  readonly token?: string | undefined
}

const backupImage = 'restic/restic:0.14.0'

export function buildTestRequest(input: RequestInput): TestRequest {
  const { recipe, argument, options, workspace, world, pullRequest, token } = input
  const { dockerHost, proxy } = endpointOf(workspace)
  const { harnessVersion, engine: _engine, ...flags } = options
  return {
    ...flags,
    recipe: recipe.name,
    source: recipe.source,
    pr: pullRequest?.number,
    pullRequest,
    secrets: token === undefined ? [] : [token],
    findRecipe: (name) => findDependency(name, workspace, world.cwd),
    overlays: recipe.overlays,
    codeApproved: recipe.codeApproved,
    workspace: workspace.folder,
    operator: readOperatorVariables(world.environment),
    zone: workspace.config.zone,
    deadlineSeconds: workspace.config.runLimit,
    capacity: workspace.config.capacity,
    backupImage: world.environment.CC_CI_BACKUP_IMAGE ?? backupImage,
    reproduce: (head, { from = options.from, quick = false }) =>
      reproduceLine(argument, head, { ...options, from, quick, pr: pullRequest?.number }),
    testEnv: clientEnvironment(world, dockerHost),
    proxy,
    harnessVersion,
  }
}

/** By name only: a recipe under test must not lead anybody to a folder or a repository that the workspace does not name. */
function findDependency(name: string, workspace: Workspace, cwd: string): ResolvedRecipe {
  if (Object.hasOwn(workspace.config.recipes, name)) return resolveRecipe(name, workspace, cwd)
  throw new CcCiError('DEPENDENCY_UNKNOWN', `cc-ci.yaml names no recipe ${name}.`, {
    hint: `Add it below recipes in cc-ci.yaml, with its url.`,
    exitCode: 2,
  })
}

type Repeated = Pick<TestFlags, 'from' | 'quick' | 'tiers' | 'engine'> & { readonly pr: number | undefined }

function reproduceLine(argument: string, head: string, { from, quick, tiers, pr, engine }: Repeated): string {
  const words = ['cc-ci test', withoutPassword(argument)]
  if (pr !== undefined) words.push(`--pr=${pr}`)
  words.push('--ref', head.slice(0, 12))
  if (from !== undefined) words.push('--from', from)
  if (quick) words.push('--quick')
  if (tiers.length < tierNames.length) words.push('--tiers', tiers.join(','))
  if (engine !== undefined) words.push('--engine', engine)
  return words.join(' ')
}
