import type { HostFacts } from '../ports/host-facts.js'
import type { Check, CheckOutcome } from './check.js'
import { checkAgent, checkClient } from './check-agent.js'
import { checkClone } from './check-clone.js'
import { checkConversation } from './check-conversation.js'
import { checkHost } from './check-host.js'
import { checkPlan, checkPrompts } from './check-plan.js'

const order: readonly CheckOutcome[] = ['problem', 'warning', 'unknown', 'ok']

/** Judges everything that can stop a loop without a word; the worst comes first. */
export function diagnose(facts: HostFacts): readonly Check[] {
  const checks = [
    ...checkClient(facts),
    ...facts.loops.flatMap((loop) => [
      ...checkAgent(loop, facts),
      ...checkConversation(loop, facts),
      ...checkClone(loop, facts),
      checkPrompts(loop),
    ]),
    ...checkPlan(facts),
    ...checkHost(facts),
  ]
  return checks.toSorted((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome))
}

/** 1 when there is a problem, 3 when nothing at all could be judged, else 0. */
export function exitCodeOf(checks: readonly Check[]): 0 | 1 | 3 {
  if (checks.some(({ outcome }) => outcome === 'problem')) return 1
  return checks.every(({ outcome }) => outcome === 'unknown') ? 3 : 0
}
