import type { RunResult, TierName } from '@cc-ci/contracts/run-result'
import type { KeptApp } from '@cc-ci/contracts/sweep-state'
import type { PullRequestTarget } from '../forge/resolve-pull-request.js'

/** What to test and where to keep what is found out. Folders are absolute. */
export interface TestRequest {
  readonly recipe: string
  /** Git URL, or the folder of a repository. */
  readonly source: string
  /** Branch, tag or commit; the remote's HEAD when absent. */
  readonly ref: string | undefined
  readonly pr: number | undefined
  /** Where the head of the pull request was found; with `ref`, that commit of it is tested instead. */
  readonly pullRequest?: PullRequestTarget | undefined
  /** Values beside the app's own that must stand in nothing a run writes, such as the token of the forge. */
  readonly secrets?: readonly string[] | undefined
  /** The version to upgrade from, instead of the one that is found. */
  readonly from: string | undefined
  /** The last release that a sweep found green, which is upgraded from. */
  readonly canonical?: { readonly version: string; readonly commit: string } | undefined
  readonly tiers: readonly TierName[]
  /** Start from the app that a sweep kept, if one fits: less is proven, in less time. */
  readonly quick?: boolean | undefined
  /** The kept app that a quick run starts from; found from `quick`. */
  readonly kept?: KeptApp | undefined
  /** The app's domain where it is not the one of a run app. */
  readonly domain?: string | undefined
  /** What a reader of the result should know about how the run came about, a sentence each. */
  readonly notes?: readonly string[] | undefined
  /** Finds a recipe that `deps` names. Throws RECIPE_UNKNOWN and what else is wrong with its entry. */
  readonly findRecipe: (name: string) => Pick<TestRequest, 'source' | 'overlays' | 'codeApproved'>
  /** Our own settings and tests for this recipe. */
  readonly overlays: string | undefined
  /** Whether code from the recipe's own repository may run here. */
  readonly codeApproved: boolean
  /** The folder of cc-ci.yaml, or the working folder: tests in TypeScript and JavaScript use its packages. */
  readonly workspace: string
  /** Environment variables of the operator that change what is tested, by their names; they are named in the result. */
  readonly operator: Readonly<Record<string, string>>
  readonly zone: string
  readonly runsDir: string
  /** Seconds the whole run may take. */
  readonly deadlineSeconds: number
  /** Seconds the app is kept after the last tier, holding its lease. */
  readonly keepSeconds: number
  readonly keepOnFailure: boolean
  /** How many runs may be on this host at once. */
  readonly capacity: number
  readonly backupImage: string
  /** The one command that does this run again; `from` where the base cannot be found again without what a sweep keeps. */
  readonly reproduce: (head: string, as: { readonly from?: string | undefined; readonly quick?: boolean }) => string
  /** What recipe tests see of this host's environment: PATH, HOME, DOCKER_HOST. */
  readonly testEnv: Readonly<Record<string, string>>
  /** Where TLS connections for app domains go and who signs them, for the curl of shell tests. */
  readonly proxy: { readonly address: string; readonly caFile?: string | undefined } | undefined
  readonly harnessVersion: string
  /** The result of the run that this one repeats, after an infra fault. */
  readonly repeats?: RunResult | undefined
}
