import type { RunResult } from '@cc-ci/contracts/run-result'
import { cleanTexts } from './clean-texts.js'
import { levelSentence, rungViews } from './run-view.js'

/** One sentence per rung, for people who do not see the card. */
export function renderAltText(told: RunResult): string {
  const result = cleanTexts(told)
  const subject = result.pr === null ? result.recipe : `${result.recipe} PR ${result.pr}`
  const rungs = rungViews(result).map(({ title, word, fact }) => `${title} ${word}${fact === '' ? '' : `, ${fact}`}.`)
  return [`${subject}: ${levelSentence(result)}.`, ...rungs].join(' ')
}
