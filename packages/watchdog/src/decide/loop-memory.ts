import type { LoopSource } from './observation.js'

/** Seconds of a monotonic clock; void after a boot of the host. */
type Mono = number
/** Epoch seconds. */
type Wall = number

/** The reducer's own notes about one loop; nobody else reads them. Plain data: a snapshot has them as JSON. */
export interface LoopMemory {
  /** The run that the notes of spells below are about. */
  readonly runId: string | null
  /** Since when looks at this run show no acknowledged first prompt. */
  readonly startingSince: Mono | null
  /** Since when its runner's lock is free. */
  readonly downSince: Mono | null
  /** Since when its runner runs on without its agent. */
  readonly agentGoneSince: Mono | null
  /** First look of the present unbroken row of looks that showed an idle agent. */
  readonly idleSince: Mono | null
  readonly busySince: Mono | null
  /** Screen of the present busy spell; `looks` counts looks that found it as it was. */
  readonly screen: {
    readonly hash: string
    readonly seenAt: Mono
    readonly stillSince: Mono
    readonly moved: boolean
    readonly looks: number
  } | null
  /** Processor time between the last two looks; `share` of one core, from 0. */
  readonly processor: { readonly at: Mono; readonly seconds: number; readonly share: number | null } | null
  readonly dialog: {
    readonly kind: string
    readonly since: Mono
    readonly seenAt: Mono
    readonly looks: number
    readonly answers: number
  } | null
  /** Records that came while our own agent was idle all the time. */
  readonly strangeGrowth: { readonly idleSince: Wall; readonly uuid: string; readonly times: number } | null
  /** When another owner of its conversation was last seen. */
  readonly foreignAt: Mono | null
  /** When the turn that is now so long was interrupted. */
  readonly interruptedAt: Mono | null
  /** The spell was diagnosed: by then, its evidence is kept. */
  readonly diagnosedAt: Mono | null
  /** When the present need of a restart was first seen. */
  readonly failedAt: Mono | null
  /** The present row of failed turns began. */
  readonly troubleSince: Mono | null
  /** The present limit, with all its renewals; `probes` counts attempts to go on. */
  readonly limit: { readonly since: Wall; readonly probes: number } | null
  /** Restarts before it do not count for the delay: since then the loop was productive. */
  readonly healthyAt: Wall
  /** Runs whose command was refused for ever, and what was tried instead. */
  readonly refusedRuns: readonly string[]
  /** Newest keys of nudges, so that none is used twice. */
  readonly spentKeys: readonly string[]
  /** Facts from before it say nothing: an action ended then. */
  readonly freshAfter: Mono | null
  readonly unknownSince: Mono | null
  /** Since when each sensor fails. */
  readonly blindSince: { readonly [Source in LoopSource]?: Mono }
  /** What was seen of compactions and output, within the last hour, to find a loop that only burns. */
  readonly burn: {
    readonly marks: readonly { readonly at: Wall; readonly compactions: number; readonly outputTokens: number }[]
    readonly commit: string | null
  }
  /** Size of the transcript when it was last read: it may only grow. */
  readonly checkpoint: { readonly sessionId: string; readonly records: number; readonly model: string | null } | null
  /** What is odd about the transcript: told until the next run. */
  readonly oddities: readonly ('shrunk' | 'model-changed')[]
}

export const blankMemory: LoopMemory = {
  runId: null,
  startingSince: null,
  downSince: null,
  agentGoneSince: null,
  idleSince: null,
  busySince: null,
  screen: null,
  processor: null,
  dialog: null,
  strangeGrowth: null,
  foreignAt: null,
  interruptedAt: null,
  diagnosedAt: null,
  failedAt: null,
  troubleSince: null,
  limit: null,
  healthyAt: 0,
  refusedRuns: [],
  spentKeys: [],
  freshAfter: null,
  unknownSince: null,
  blindSince: {},
  burn: { marks: [], commit: null },
  checkpoint: null,
  oddities: [],
}

/** Notes that a new boot, or a clock that began anew, leaves valid. */
export function keepAcrossBoot(memory: LoopMemory): LoopMemory {
  const { limit, healthyAt, refusedRuns, spentKeys, burn, checkpoint, oddities } = memory
  return { ...blankMemory, limit, healthyAt, refusedRuns, spentKeys, burn, checkpoint, oddities }
}

/** Notes that outlive a run. */
export function beginRun(memory: LoopMemory, runId: string | null): LoopMemory {
  const { foreignAt, failedAt, freshAfter, unknownSince, blindSince } = memory
  return { ...keepAcrossBoot(memory), runId, foreignAt, failedAt, freshAfter, unknownSince, blindSince, oddities: [] }
}
