import type { Phase, PhasePlan } from '@cc-ci/contracts/phase-plan'
import type { ProtocolState, RemoteState } from '../ports/coordination.js'
import type { DoneJudgement, JudgedItem } from '../protocol/done-rules.js'
import { decidingReview } from '../protocol/judge-done.js'
import { readPhase } from '../protocol/phase-documents.js'
import { type DoneReading, readDone } from '../protocol/read-done.js'
import { type Finding, findVeto, type Review, readFindings, readReviews } from '../protocol/review-document.js'
import { type Claim, readClaims } from '../protocol/status-document.js'
import { judgePhase } from './judge-phase.js'
import type { PhaseWorld } from './phase-world.js'

export interface PhaseSummary extends DoneReading {
  readonly id: string
  readonly title: string
  readonly items: number
  /** Items that are claimed, and those whose last verdict is PASS. */
  readonly claimed: number
  readonly passed: number
  /** The first that is not done. */
  readonly current: boolean
}

export interface ItemDetails extends JudgedItem {
  readonly claim: Claim | undefined
  readonly review: Review | undefined
}

export interface PhaseDetails {
  readonly id: string
  readonly title: string
  readonly file: string
  readonly declared: DoneReading
  readonly judgement: DoneJudgement
  readonly items: readonly ItemDetails[]
  readonly findings: readonly Finding[]
  /** The reason of the veto that is on it. */
  readonly veto: string | undefined
  readonly remote: RemoteState
  readonly notices: readonly string[]
}

/** Every phase of the plan, in its order, as far as the files tell. */
export function summarisePhases(state: ProtocolState, plan: PhasePlan): PhaseSummary[] {
  const readings = plan.phases.map((phase) => ({ phase, ...summarise(state, phase) }))
  const current = readings.find(({ done }) => !done)?.phase.id
  return readings.map(({ phase, ...summary }) => ({ ...summary, current: phase.id === current }))
}

/** One phase with all that is known of its items. */
export async function describePhase(state: ProtocolState, phase: Phase, world: PhaseWorld): Promise<PhaseDetails> {
  const documents = readPhase(state.files, phase.id)
  const judgement = await judgePhase(state, phase, world)
  const [claims, reviews] = [readClaims(documents.status), readReviews(documents.review)]
  const { remote, notices } = state
  return {
    ...{ id: phase.id, title: phase.title, file: phase.file, remote, notices, judgement },
    declared: readDone(documents, phase),
    items: judgement.items.map((item) => ({
      ...item,
      claim: claims.findLast((claim) => claim.item === item.item),
      review: decidingReview(reviews, item.item),
    })),
    findings: readFindings(documents.review),
    veto: (findVeto(documents.review) ?? findVeto(documents.status))?.reason,
  }
}

function summarise(state: ProtocolState, phase: Phase): Omit<PhaseSummary, 'current'> {
  const documents = readPhase(state.files, phase.id)
  const [claims, reviews] = [readClaims(documents.status), readReviews(documents.review)]
  const has = (test: (item: string) => boolean) => phase.items.filter(({ id }) => test(id)).length
  return {
    ...{ id: phase.id, title: phase.title, items: phase.items.length },
    claimed: has((id) => claims.some(({ item }) => item === id)),
    passed: has((id) => decidingReview(reviews, id)?.verdict === 'PASS'),
    ...readDone(documents, phase),
  }
}
