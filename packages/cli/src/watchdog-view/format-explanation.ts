import type { Explanation, HeldFact } from '@cc-ci/watchdog'
import { hang } from '../terminal/wrap-words.js'
import { fitText, plainText } from './fit-text.js'
import { sayInstant, saySeconds } from './say-seconds.js'

interface Asked {
  readonly before: number
  readonly loop: string | undefined
  /** Epoch seconds of the oldest line that there is. */
  readonly since: number | undefined
  readonly width: number
}

export function formatExplanation(explanation: Explanation | null, asked: Asked): string {
  return explanation === null ? sayNothing(asked) : sayAction(explanation, asked.width)
}

function sayNothing({ before, loop, since }: Asked): string {
  const kept = since === undefined ? '' : ` The journal begins at ${sayInstant(since)}.`
  return `Until ${sayInstant(before)} the watchdog did nothing${loop === undefined ? '' : ` about ${loop}`}.${kept}`
}

function sayAction(explanation: Explanation, width: number): string {
  const { at, what, action, epoch, seq, stood, evidence, facts, bars } = explanation
  const line = (head: string, text: string) => hang(head, plainText(text), width)
  const cited = facts.filter((fact) => fact.cited)
  const others = facts.filter((fact) => !fact.cited)
  return [
    line(`${sayInstant(at.wall)}  `, what),
    line('  because   ', action.why),
    ...(stood === null ? [] : [line('  it was    ', sayStood(explanation, stood))]),
    ...evidence.map(({ source, says, age }) => line('  seen      ', `${says} (${source}, ${saySeconds(age)} before)`)),
    ...cited.map((fact) => line('  from      ', sayFact(fact))),
    ...others.map((fact) => fitText(`  known     ${plainText(sayFact(fact))}`, Math.max(width, 80))),
    ...bars.map(({ forbids, because }) => line('  forbidden ', `${forbids}: ${because}`)),
    line('  result    ', sayResult(explanation)),
    `  journal   line ${seq}, epoch ${epoch}, action ${action.id}`,
  ].join('\n')
}

function sayStood({ at }: Explanation, { state, since, becauseOf }: NonNullable<Explanation['stood']>): string {
  const reason = becauseOf === null || becauseOf === '' ? '' : `: ${becauseOf}`
  return `${state} for ${saySeconds(at.wall - since.wall)}${reason}`
}

function sayFact({ source, known, why, value, age, seq }: HeldFact): string {
  const from = seq === null ? '' : `, line ${seq}`
  return `${source} (${saySeconds(age)} before${from}): ${known ? sayValue(value) : `unknown, ${why}`}`
}

/** What is there, without what is not, and long texts from their beginning alone; --json has all of it. */
function sayValue(value: unknown): string {
  const text = JSON.stringify(value, (_, each) => {
    if (each === null) return undefined
    return typeof each === 'string' ? fitText(plainText(each), 60) : each
  })
  return text.replaceAll(/,(?=")/g, ', ')
}

function sayResult({ result, crashed }: Explanation): string {
  if (result !== null) return `${result.outcome} after ${saySeconds(result.after)}: ${result.detail}`
  return crashed ? 'none: the watchdog ended before there was one' : 'none yet'
}
