import type { Diagnosis, RunResult } from '@cc-ci/contracts/run-result'
import { type Failure, isOfDependency } from './failure.js'
import { type DeployedSources, locateFault } from './locate-fault.js'

/** What a diagnosis is drawn from, beside the recipe. */
export interface DiagnosisFacts extends Pick<RunResult, 'verdict' | 'stopped' | 'leftovers'> {
  /** The first failure, and its tier if it has one. */
  readonly failure: Failure | undefined
  readonly tier: string | null
  readonly leaked: boolean
  /** Why the verdict is what it is, a sentence each. */
  readonly reasons: readonly string[]
}

const toBlame = {
  recipe: 'The recipe is at fault',
  app: 'The app is at fault',
  infra: 'The recipe could not be judged on this host',
  harness: 'cc-ci or its tests are at fault, not the recipe,',
} as const

/** One paragraph: the cause, the service, the place in the recipe, the one thing to do. Null when nothing went wrong. */
export function diagnoseRun(facts: DiagnosisFacts, sources: DeployedSources): Diagnosis | null {
  const { verdict, stopped, failure } = facts
  if (verdict === 'green' || stopped !== null) return null
  if (failure === undefined) return { paragraph: withoutFailure(facts), service: null, place: null }
  const found = failure.place === undefined ? locateFault(failure, sources) : undefined
  const place = failure.place ?? found?.place ?? null
  const service = failure.service ?? found?.service ?? null
  const sentences = [
    `${isOfDependency(failure) ? 'A dependency is at fault, not the recipe,' : toBlame[failure.class]} ${facts.tier === null ? '' : `in the ${facts.tier} tier `}(${failure.code}): ${asSentence(failure.evidence)}`,
    whereabouts(service, place),
    lastWords(failure),
    failure.noLogs === undefined ? '' : asSentence(`There are no logs of it: ${failure.noLogs}`),
    asSentence(`Do this: ${failure.hint ?? remedyOf(failure, place)}`),
  ]
  return { paragraph: sentences.filter(Boolean).join(' '), service, place }
}

function whereabouts(service: string | null, place: string | null): string {
  if (service === null) return place === null ? '' : `Look at ${place}.`
  return place === null
    ? `It is about the service ${service}.`
    : `It is about the service ${service}: look at ${place}.`
}

const longestWords = 200

/** Of a service; what a failed test printed is its message already. */
function lastWords({ service, logs = [] }: Failure): string {
  const line = logs.findLast((each) => each.trim() !== '')?.trim()
  if (service === undefined || line === undefined) return ''
  return `The last it said: “${line.length > longestWords ? `${line.slice(0, longestWords)}…` : line}”.`
}

function remedyOf({ class: faultClass, logs = [] }: Failure, place: string | null): string {
  if (faultClass === 'infra') return 'run it again once the host is well'
  if (faultClass === 'harness') return 'report it with results.json'
  if (logs.length > 0)
    return 'read the last lines of its log, which stand in the result, and mend what they complain about'
  return place === null ? 'act on these words and run it again' : `mend ${place} and run it again`
}

/** Everything passed, and yet something is wrong. */
function withoutFailure({ leftovers, leaked, reasons }: DiagnosisFacts): string {
  const why = reasons.map(asSentence).join(' ')
  if (leftovers.length > 0) return `${why} Do this: see what still holds it, and remove it by hand.`
  if (leaked) return `${why} Do this: keep the secret out of logs and pages; the notes name the files it stood in.`
  return `${why || 'No reason was recorded.'} Do this: see the tests of the tier that failed.`
}

const asSentence = (text: string): string => (/[.!?:”"]$/.test(text) ? text : `${text}.`)
