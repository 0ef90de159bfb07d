import type { RecipeSettings } from '@cc-ci/contracts/recipe-settings'
import type { Vault } from '../canonical/snapshot-store.js'
import type { StackWatch } from '../converge/stack-watch.js'
import type { DependencyState } from '../dependencies/dependency-state.js'
import type { OpState } from '../overlays/op-state.js'
import type { AppEngine } from '../ports/engine.js'
import type { AppScreenshots } from './app-screenshots.js'
import type { HarnessWorld } from './harness-world.js'
import type { Journal } from './journal.js'
import type { OpenedStores } from './opened-stores.js'
import type { PreparedApp } from './prepare-app.js'
import type { RunFolder } from './run-folder.js'
import type { RunPlan } from './run-plan.js'
import type { RunRecord } from './run-record.js'
import type { TestRequest } from './run-request.js'
import type { SecretMask } from './secret-mask.js'

/** What every part of a run works with. */
export interface RunContext {
  readonly request: TestRequest
  readonly plan: RunPlan
  /** In effect; hooks give theirs anew once the dependencies are there. */
  settings: RecipeSettings
  readonly world: HarnessWorld
  /** What deploys this run's app. */
  readonly engine: AppEngine
  readonly folder: RunFolder
  /** The run's own clone of the recipe; its checked-out commit moves from base to head. */
  readonly checkout: string
  readonly journal: Journal
  readonly mask: SecretMask
  readonly record: RunRecord
  readonly watch: StackWatch
  readonly signal: AbortSignal
  readonly screenshots: AppScreenshots
  /** Swarm's names of the secrets that this run made → their values. */
  readonly secrets: Map<string, string>
  /** Of the kept app that a quick run starts from. */
  readonly vault: Vault | undefined
  /** Recipes that were deployed before the app, in their order. */
  readonly dependencies: DependencyState[]
  /** What is deployed now. */
  app: PreparedApp | undefined
  stores: OpenedStores | undefined
  snapshotId: string | undefined
  /** What the operations did so far, for the tests that follow them. */
  opState: OpState
}
