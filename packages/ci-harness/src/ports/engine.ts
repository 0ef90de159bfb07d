import type { LintFinding } from '@cc-ci/contracts/run-result'
import type { ComposeDocument } from '../recipe/compose-document.js'
import type { SecretPlan } from '../recipe/secret-plan.js'

/** What differs between ways to deploy. Parsing, waiting, teardown and evidence are the harness's own, for every engine. */
export interface Engine {
  readonly kind: 'swarm' | 'abra'
  /** Name and version of what deploys, for the result. */
  version(): Promise<string>
  /** The compose document as Docker merges and interpolates it, or Docker's own complaint. */
  composeConfig(app: AppFiles): Promise<ComposeAnswer>
  /** Asks the Swarm to remove a stack of which nothing but the name is known. */
  undeploy(stack: string): Promise<void>
  /** Makes ready to deploy one recipe as one app. Nothing is deployed yet. */
  open(site: AppSite): Promise<AppEngine>
}

/** Where one run deploys its app. */
export interface AppSite {
  readonly recipe: string
  readonly domain: string
  readonly stack: string
  /** The run's own clone, whose checked-out commit is what gets deployed. */
  readonly checkout: string
  /** A folder of the engine's own, made when needed and gone after `close`. */
  readonly folder: string
  /** Ends whatever runs when the run is cancelled; `undeploy` and `close` run nevertheless. */
  readonly signal: AbortSignal
  /** Hears what a reader of the result should know. */
  readonly note: (what: string) => void
}

/** One engine with one app. What it leaves out, the harness does itself. */
export interface AppEngine {
  /** Lets the app exist with this env file; called before each deploy, when its version is checked out. */
  configure?(envFile: string): Promise<DeployAnswer>
  /** Makes the secrets that may be generated and gives back the new values by name: mask them before anything else. */
  generateSecrets?(missing: readonly SecretPlan[]): Promise<ReadonlyMap<string, string>>
  /** Asks the Swarm to run the checkout; answers when it was asked, not when the app runs. */
  deploy(deployment: Deployment): Promise<DeployAnswer>
  readonly backups?: AppBackups
  /** Judges the recipe at a commit, in a pristine clone. */
  lint?(commit: string): Promise<LintAnswer>
  /** Asks the Swarm to remove the app's stack. */
  undeploy(): Promise<void>
  /** Removes what the engine keeps of the app outside of the Swarm. */
  close(): Promise<void>
}

export interface AppBackups {
  /** Saves the running app. */
  create(): Promise<BackupAnswer>
  /** Puts back this very snapshot, never the newest. */
  restore(snapshotId: string): Promise<DeployAnswer>
}

export type BackupAnswer = { readonly ok: true; readonly snapshotId: string } | Refusal

/** `unverified` when nobody could judge, whatever the reason: that is neither a pass nor a finding. */
export type LintAnswer =
  | { readonly ok: true; readonly rows: readonly LintRow[]; readonly text: string }
  | { readonly ok: false; readonly unverified: string; readonly text: string }

/** What the engine's own linter says about one rule. */
export interface LintRow {
  readonly rule: string
  readonly title: string
  readonly severity: LintFinding['severity']
  readonly satisfied: boolean
  /** What to do, in the linter's words. */
  readonly resolve: string
}

export interface AppFiles {
  readonly stack: string
  /** Folder of the checked-out recipe. */
  readonly checkout: string
  /** Compose files relative to `checkout`, first the base, then overlays. */
  readonly composeFiles: readonly string[]
  /** The whole app environment: what interpolation sees, nothing else. */
  readonly env: Readonly<Record<string, string>>
}

export interface Deployment extends AppFiles {
  /** As `composeConfig` gave it. */
  readonly document: ComposeDocument
  readonly recipe: string
  readonly version: string
  /** First 8 characters of the head, set when a checkout is deployed as it is. */
  readonly chaosVersion: string | undefined
  /** False when every image is here already and no registry need be asked. */
  readonly resolveImages: boolean
}

export type ComposeAnswer =
  | { readonly ok: true; readonly document: string }
  | { readonly ok: false; readonly why: string }

export type DeployAnswer = { readonly ok: true } | Refusal

/** `why` holds the program's own words. `infra` when it is this host that lacks something, not the recipe. */
export interface Refusal {
  readonly ok: false
  readonly why: string
  readonly infra?: { readonly code: string; readonly hint: string }
}
