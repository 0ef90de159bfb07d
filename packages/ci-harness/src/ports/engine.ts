import type { ComposeDocument } from '../recipe/compose-document.js'

/** Deploys, backs up and restores one app. Parsing, waiting, teardown and evidence are the harness's own, for every engine. */
export interface Engine {
  readonly kind: 'swarm' | 'abra'
  /** Name and version of what deploys, for the result. */
  version(): Promise<string>
  /** The compose document as Docker merges and interpolates it, or Docker's own complaint. */
  composeConfig(app: AppFiles): Promise<ComposeAnswer>
  /** Asks the Swarm to run the checkout; answers when it was asked, not when the app runs. */
  deploy(deployment: Deployment): Promise<DeployAnswer>
  /** Asks the Swarm to remove the stack. */
  undeploy(stack: string): Promise<void>
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

/** `why` holds Docker's own words. */
export type DeployAnswer = { readonly ok: true } | { readonly ok: false; readonly why: string }
