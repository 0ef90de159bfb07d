import { isCcCiError } from '@cc-ci/kernel'
import { openPhases } from '../phase/open-phases.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'

/** How far the current phase is: the first that is not done. */
export interface Gate {
  readonly phase: string
  readonly title: string
  readonly items: number
  readonly claimed: number
  /** Items whose last verdict is PASS. */
  readonly passed: number
}

/** Undefined when every phase is done, and where plan or protocol cannot be read: `cc-ci phase status` says why. */
export async function readGate(workspace: Workspace, world: World): Promise<Gate | undefined> {
  const { summarisePhases } = await import('@cc-ci/loop-launcher')
  try {
    const { plan, phases } = await openPhases(workspace, world)
    const current = summarisePhases(await phases.coordination.read(), plan).find((phase) => phase.current)
    if (current === undefined) return undefined
    const { id, title, items, claimed, passed } = current
    return { phase: id, title, items, claimed, passed }
  } catch (error) {
    if (isCcCiError(error)) return undefined
    throw error
  }
}
