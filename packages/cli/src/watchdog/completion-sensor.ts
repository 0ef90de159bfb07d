import { decidingReview, judgePhase, readPhase, readReviews, summarisePhases } from '@cc-ci/loop-launcher'
import { type CommonFacts, type CommonSensor, type Instant, type Observation, sense } from '@cc-ci/watchdog'
import type { ProtocolView, SeenProtocol } from './protocol-view.js'

type CompletionFact = CommonFacts['completion']

/**
 * Whether all is done, from the committed tree: every phase of the plan is declared done and still is, and each item of
 * the last one is proven anew within a day. An unreadable repository is unknown.
 */
export class CompletionSensor implements CommonSensor {
  readonly pace = 'slow'
  readonly #protocol: ProtocolView
  #lastCommit: string | undefined
  /** Of the last reading. */
  evidence: CompletionFact['evidence'] = []

  constructor(protocol: ProtocolView) {
    this.#protocol = protocol
  }

  async look(now: Instant): Promise<Observation> {
    return { source: 'completion', sensed: await sense(now, () => this.#read(now)) }
  }

  async #read(now: Instant): Promise<CompletionFact> {
    const seen = await this.#protocol.read(now)
    const commit = seen?.state.commit
    if (seen === undefined || commit === undefined) return undone('there is no plan, or nothing was committed')
    if (seen.state.remote.kind === 'unreachable') throw new Error(`the remote: ${seen.state.remote.reason}`)
    const because = await findGaps(seen)
    const before = this.#lastCommit ?? commit
    const descends = await seen.phases.tree.contains(commit, before)
    this.#lastCommit = commit
    this.evidence = readEvidence(seen)
    return { done: because.length === 0, commit, descends, because, evidence: this.evidence }
  }
}

function undone(why: string): CompletionFact {
  return { done: false, commit: '', descends: false, because: [why], evidence: [] }
}

async function findGaps({ state, plan, phases }: SeenProtocol): Promise<readonly string[]> {
  const undeclared = summarisePhases(state, plan).filter(({ done }) => !done)
  if (undeclared.length > 0)
    return undeclared.map(({ id, because }) => `phase ${id}: ${because ?? 'is not declared done'}`)
  const last = plan.phases.at(-1)
  if (last === undefined) return ['the plan has no phase']
  const { broken, items } = await judgePhase(state, last, phases)
  return [
    ...broken.map(({ rule, detail }) => `phase ${last.id}: ${rule} (${detail})`),
    ...items.flatMap(({ item, broken: own }) => own.map(({ rule, detail }) => `${item}: ${rule} (${detail})`)),
  ]
}

function readEvidence({ state, plan }: SeenProtocol): CompletionFact['evidence'] {
  return plan.phases.flatMap((phase) => {
    const reviews = readReviews(readPhase(state.files, phase.id).review)
    return phase.items.flatMap(({ id }) => {
      const review = decidingReview(reviews, id)
      if (review === undefined) return []
      const verifiedAt = Date.parse(review.verifiedAt) / 1000
      return [{ phase: phase.id, item: id, commit: review.commit, verifiedAt, command: review.command }]
    })
  })
}
