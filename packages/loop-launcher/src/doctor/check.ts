import type { Fact } from '../ports/host-facts.js'

/** `unknown`: it could not be looked at, which is neither good nor bad. */
export type CheckOutcome = 'ok' | 'warning' | 'problem' | 'unknown'

export type CheckGroup = 'agent' | 'conversation' | 'clone' | 'host' | 'plan'

/** One cause of a silent failure, judged. */
export interface Check {
  /** Stable; with the loop it names one check. */
  readonly id: string
  readonly group: CheckGroup
  readonly title: string
  /** The loop that it is about; undefined when it is about the host. */
  readonly loop: string | undefined
  readonly outcome: CheckOutcome
  /** What was seen. Never a secret. */
  readonly evidence: string
  /** What to do; empty when it is ok. */
  readonly fix: string
}

export interface Judgement {
  readonly outcome: CheckOutcome
  readonly evidence: string
  readonly fix: string
}

export interface CheckHead {
  readonly id: string
  readonly group: CheckGroup
  readonly title: string
  readonly loop?: string
}

export const ok = (evidence: string): Judgement => ({ outcome: 'ok', evidence, fix: '' })
export const problem = (evidence: string, fix: string): Judgement => ({ outcome: 'problem', evidence, fix })
export const warning = (evidence: string, fix: string): Judgement => ({ outcome: 'warning', evidence, fix })
export const unknown = (reason: string, fix = 'Find out by hand, or run this again.'): Judgement => ({
  outcome: 'unknown',
  evidence: reason,
  fix,
})

/** Judges a fact, or says why it is not known. */
export function checkFact<T>(head: CheckHead, fact: Fact<T>, judge: (value: T) => Judgement): Check {
  const judgement = fact.ok ? judge(fact.value) : unknown(fact.reason)
  return { ...head, loop: head.loop, ...judgement }
}

/** Some names of many, for a line that people read. */
export function listSome(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}
