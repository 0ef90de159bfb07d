import { noTokens, type TokenCount } from '@cc-ci/contracts/agent-client'
import type { Gate, LoggedCommit } from '../cost/read-gates.js'
import type { ItemTokens } from '../cost/tokens-per-item.js'
import type { PhaseFact } from '../ports/protocol-facts.js'

export interface ItemStep {
  /** Epoch seconds. */
  readonly at: number
  readonly step: 'claim' | 'PASS' | 'FAIL' | 'review'
  readonly commit: string
}

export interface ItemHistory {
  readonly id: string
  readonly title: string
  readonly state: 'open' | 'claimed' | 'passed' | 'failed'
  readonly steps: readonly ItemStep[]
  /** How often a verdict came after a PASS, and was none. */
  readonly reopened: number
  /** Seconds from the last claim to its verdict; undefined while one of them is missing. */
  readonly verdictAfter: number | undefined
  readonly claiming: TokenCount
  readonly reviewing: TokenCount
}

/** The items of a phase: those of the plan, then those that were handed over without being in it. */
export function itemHistories(
  phase: Pick<PhaseFact, 'id' | 'items'>,
  gates: readonly Gate[],
  costs: readonly ItemTokens[],
): readonly ItemHistory[] {
  const its = gates.filter((gate) => gate.phase === phase.id)
  const planned = phase.items.map(({ id }) => id)
  const others = [...new Set(its.map(({ item }) => item))].filter((item) => !planned.includes(item))
  const items = [...phase.items, ...others.map((id) => ({ id, title: 'not in the plan' }))]
  return items.map(({ id, title }) => {
    const steps = its.filter(({ item }) => item === id).map(stepOf)
    const cost = costs.find(({ phase: of, item }) => of === phase.id && item === id)
    return {
      ...{ id, title, steps, state: stateOf(steps), reopened: countReopened(steps) },
      verdictAfter: verdictAfter(steps),
      claiming: cost?.claiming ?? noTokens,
      reviewing: cost?.reviewing ?? noTokens,
    }
  })
}

export interface Veto {
  /** Epoch seconds. */
  readonly at: number
  /** What its commit says after `veto(<phase>):`. */
  readonly text: string
}

/** Vetoes of a phase and their lifting, the oldest first. */
export function vetoesOf(phase: string, commits: readonly LoggedCommit[]): readonly Veto[] {
  return commits
    .flatMap(({ at, subject }) => {
      const [, of, text] = /^veto\(([^)]*)\):\s*(.*)$/.exec(subject) ?? []
      return of === phase && text !== undefined ? [{ at, text }] : []
    })
    .sort((one, other) => one.at - other.at)
}

function stepOf({ at, hash, kind, subject }: Gate): ItemStep {
  const verdict = /^review\([^)]*\):\s*(PASS|FAIL)\b/.exec(subject)?.[1] as 'PASS' | 'FAIL' | undefined
  return { at, commit: hash, step: kind === 'claim' ? 'claim' : (verdict ?? 'review') }
}

function stateOf(steps: readonly ItemStep[]): ItemHistory['state'] {
  const last = steps.findLast(({ step }) => step !== 'review')
  if (last === undefined) return 'open'
  return last.step === 'claim' ? 'claimed' : last.step === 'PASS' ? 'passed' : 'failed'
}

function countReopened(steps: readonly ItemStep[]): number {
  const verdicts = steps.filter(({ step }) => step === 'PASS' || step === 'FAIL')
  return verdicts.filter(({ step }, index) => step === 'FAIL' && verdicts[index - 1]?.step === 'PASS').length
}

function verdictAfter(steps: readonly ItemStep[]): number | undefined {
  const claim = steps.findLastIndex(({ step }) => step === 'claim')
  const verdict = steps.slice(claim + 1).find(({ step }) => step === 'PASS' || step === 'FAIL')
  const claimed = steps[claim]
  return claimed === undefined || verdict === undefined ? undefined : verdict.at - claimed.at
}
