import type { Step } from '../script/steps.js'
import type { AgentSession } from '../session/agent-session.js'
import type { Stage } from './stage.js'
import type { BackgroundTask, TurnEnd } from './turn-end.js'

/** A turn while it goes on. */
export interface Turn {
  readonly session: AgentSession
  readonly stage: Stage
  readonly signal: AbortSignal
  readonly prompt: string
  readonly background: BackgroundTask[]
  toolsRun: number
  /** How many steps follow the one that is done now. */
  stepsLeft: number
}

export type StepOf<Kind extends Step['kind']> = Extract<Step, { readonly kind: Kind }>

/** Does steps of one kind; what it gives back ends the turn, unless it is an answer with steps after it. */
export type Performer<Kind extends Step['kind']> = (turn: Turn, step: StepOf<Kind>) => Promise<TurnEnd | undefined>

/** Longer than any test. */
const ageSeconds = 1e9

/** Does not end, unless the signal is aborted. */
export async function stayForEver({ session }: Turn, signal?: AbortSignal): Promise<undefined> {
  await session.sleep(ageSeconds, signal)
}
