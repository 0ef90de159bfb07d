import type { RecipeSettings } from '@cc-ci/contracts/recipe-settings'
import type { Credentials } from '../dependencies/dependency-state.js'
import type { IdentityProvider, ProviderSite } from '../dependencies/identity-provider.js'
import type { PreparedApp } from './prepare-app.js'
import type { RunPlan } from './run-plan.js'
import type { TestRequest } from './run-request.js'

export interface PlannedRun {
  readonly plan: RunPlan
  readonly head: PreparedApp
  /** As they are written: without what hooks give, which may rest on the dependencies. */
  readonly written: RecipeSettings
  readonly dependencies: readonly PlannedDependency[]
}

/** A dependency of a run, decided as its app is: its own recipe, settings and overlays. */
export interface PlannedDependency {
  readonly request: TestRequest
  readonly planned: PlannedRun
  /** Its own clone, at the version that is deployed. */
  readonly checkout: string
  /** The release that is deployed; undefined for the tip of a recipe without releases. */
  readonly release: string | undefined
  readonly provider: IdentityProvider | undefined
  readonly site: ProviderSite
  /** What hooks are told of it before it runs. */
  readonly foreseen: Credentials
}
