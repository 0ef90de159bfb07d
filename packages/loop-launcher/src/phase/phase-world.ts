import type { LoopSettings } from '@cc-ci/contracts/loop-settings'
import type { Clock } from '@cc-ci/kernel'
import type { CodeTree, Coordination, MainState } from '../ports/coordination.js'

/** What the hand-shakes between the loops work on. */
export interface PhaseWorld {
  readonly coordination: Coordination
  readonly tree: CodeTree
  readonly main: MainState
  readonly clock: Clock
  readonly loops: readonly Pick<LoopSettings, 'name' | 'role'>[]
}
