import type { TestRequest } from '@cc-ci/ci-harness'
import { type TierName, tierNames } from '@cc-ci/contracts/run-result'
import { clientEnvironment } from './build-harness-world.js'
import { readOperatorVariables } from './read-operator-variables.js'
import { endpointOf, type Workspace } from './workspace/load-workspace.js'
import type { ResolvedRecipe } from './workspace/resolve-recipe.js'
import { withoutPassword } from './workspace/without-password.js'
import type { World } from './world.js'

export interface TestFlags {
  readonly ref: string | undefined
  readonly from: string | undefined
  readonly tiers: readonly TierName[]
  readonly keepSeconds: number
  readonly keepOnFailure: boolean
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
}

const backupImage = 'restic/restic:0.14.0'

export function buildTestRequest({ recipe, argument, options, workspace, world }: RequestInput): TestRequest {
  const { dockerHost, proxy } = endpointOf(workspace)
  const { harnessVersion, ...flags } = options
  return {
    ...flags,
    recipe: recipe.name,
    source: recipe.source,
    pr: undefined,
    overlays: recipe.overlays,
    codeApproved: recipe.codeApproved,
    workspace: workspace.folder,
    operator: readOperatorVariables(world.environment),
    zone: workspace.config.zone,
    deadlineSeconds: workspace.config.runLimit,
    capacity: workspace.config.capacity,
    backupImage: world.environment.CC_CI_BACKUP_IMAGE ?? backupImage,
    reproduce: (head) => reproduceLine(argument, head, options),
    testEnv: clientEnvironment(world, dockerHost),
    proxy,
    harnessVersion,
  }
}

function reproduceLine(argument: string, head: string, { from, tiers }: TestFlags): string {
  const words = ['cc-ci test', withoutPassword(argument), '--ref', head.slice(0, 12)]
  if (from !== undefined) words.push('--from', from)
  if (tiers.length < tierNames.length) words.push('--tiers', tiers.join(','))
  return words.join(' ')
}
