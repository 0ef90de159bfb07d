/** Something the adversary found wrong. */
export interface FindingFact {
  readonly id: string
  readonly item: string
  readonly open: boolean
  readonly text: string
}

/** A phase of the plan, and what the protocol says about it now. */
export interface PhaseFact {
  readonly id: string
  readonly title: string
  readonly done: boolean
  /** Why it may not end; undefined without a veto. */
  readonly veto: string | undefined
  readonly items: readonly { readonly id: string; readonly title: string }[]
  readonly findings: readonly FindingFact[]
}

/** The phases as the coordination repository has them, in the order of the plan. */
export interface ProtocolFacts {
  phases(): Promise<readonly PhaseFact[]>
}
