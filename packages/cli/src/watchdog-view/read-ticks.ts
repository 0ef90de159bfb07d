import { isCcCiError } from '@cc-ci/kernel'
import { openPhases } from '../phase/open-phases.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'

/** The Definition of Done of the current phase: what of it is claimed, and what the adversary said of it last. */
export interface PhaseTicks {
  readonly id: string
  readonly title: string
  readonly items: readonly {
    readonly id: string
    readonly claimed: boolean
    readonly verdict: 'PASS' | 'FAIL' | 'VETO' | 'unknown' | null
  }[]
}

/** Undefined when every phase is done, and where plan or protocol cannot be read: `cc-ci phase status` says why. */
export async function readTicks(workspace: Workspace, world: World): Promise<PhaseTicks | undefined> {
  const { decidingReview, readClaims, readPhase, readReviews, summarisePhases } = await import('@cc-ci/loop-launcher')
  try {
    const { plan, phases } = await openPhases(workspace, world)
    const protocol = await phases.coordination.read()
    const current = summarisePhases(protocol, plan).find((phase) => phase.current)
    const phase = plan.phases.find(({ id }) => id === current?.id)
    if (phase === undefined) return undefined
    const documents = readPhase(protocol.files, phase.id)
    const claims = readClaims(documents.status)
    const reviews = readReviews(documents.review)
    const items = phase.items.map(({ id }) => ({
      id,
      claimed: claims.some(({ item }) => item === id),
      verdict: decidingReview(reviews, id)?.verdict ?? null,
    }))
    return { id: phase.id, title: phase.title, items }
  } catch (error) {
    if (isCcCiError(error)) return undefined
    throw error
  }
}
