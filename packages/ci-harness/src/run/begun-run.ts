import type { RunEvent } from '@cc-ci/contracts/run-event'
import type { Vault } from '../canonical/snapshot-store.js'
import type { SwarmDescription } from '../ports/swarm.js'
import type { Presenter, Sealer } from './finish-run.js'
import type { HarnessWorld } from './harness-world.js'
import type { Journal } from './journal.js'
import type { RunFolder } from './run-folder.js'
import type { TestRequest } from './run-request.js'
import type { SecretMask } from './secret-mask.js'

export interface TestOptions {
  /** Aborted when somebody cancels the run; teardown completes nevertheless. */
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
  /** Makes badge, page and the like of the result; what it throws never changes the verdict. */
  readonly present: Presenter
  /** Signs the result once it is written for the last time. */
  readonly seal?: Sealer | undefined
}

/** A run that has its number, before anything is decided. */
export interface BegunRun {
  readonly request: TestRequest
  readonly world: HarnessWorld
  readonly options: TestOptions
  readonly host: SwarmDescription
  readonly head: string
  readonly folder: RunFolder
  readonly journal: Journal
  readonly mask: SecretMask
  /** Of the kept app that a quick run starts from. */
  readonly vault?: Vault | undefined
}
