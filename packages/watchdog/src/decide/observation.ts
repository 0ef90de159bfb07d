import type {
  CompletionFact,
  CredentialsFact,
  HookFact,
  HostFact,
  PaneFact,
  ProcessFact,
  RegistryFact,
  ResultFact,
  RunnerFact,
  StatuslineFact,
  TranscriptFact,
  WorkFact,
} from './facts.js'
import type { Instant } from './instant.js'

/** What each sensor says of one loop. */
export interface LoopFacts {
  readonly runner: RunnerFact
  readonly process: ProcessFact
  readonly registry: RegistryFact
  readonly transcript: TranscriptFact
  readonly hooks: HookFact
  readonly statusline: StatuslineFact
  readonly pane: PaneFact
  readonly work: WorkFact
  readonly credentials: CredentialsFact
}

/** What is seen of all loops together. */
export interface CommonFacts {
  readonly host: HostFact
  readonly completion: CompletionFact
}

/** A sensor that could not look says why: it has seen nothing, neither good nor bad. */
export type Sensed<Value> =
  | { readonly known: true; readonly value: Value; readonly at: Instant }
  | { readonly known: false; readonly why: string; readonly at: Instant }

export type LoopSource = keyof LoopFacts
export type CommonSource = keyof CommonFacts

type OfLoop = {
  [Source in LoopSource]: { readonly source: Source; readonly loop: string; readonly sensed: Sensed<LoopFacts[Source]> }
}[LoopSource]

type OfAll = {
  [Source in CommonSource]: { readonly source: Source; readonly sensed: Sensed<CommonFacts[Source]> }
}[CommonSource]

/**
 * One thing that was seen. Facts only change what the state knows; a `tick` is the one that decides. `watched` names
 * the loops there are: one that is no longer named is forgotten.
 */
export type Observation =
  | OfLoop
  | OfAll
  | { readonly source: 'watched'; readonly loops: readonly { readonly name: string; readonly role: string }[] }
  | { readonly source: 'result'; readonly result: ResultFact }
  | { readonly source: 'tick' }
