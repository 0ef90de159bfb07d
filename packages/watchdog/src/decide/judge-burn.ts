import { fixedRules } from './fixed-rules.js'
import type { Judge } from './judgement.js'
import { alarm } from './judgement.js'
import { type Look, witness } from './look.js'

/** W-31: it compacts again and again, and no commit comes of it: whatever we say would only feed it. */
export const judgeBurn: Judge = (look) => {
  const { compactions } = rise(look)
  if (compactions < fixedRules.compactionLoop) return null
  const text = `${compactions} compactions within an hour and no commit. It is left alone until a person looks at it or a commit comes.`
  return {
    state: 'HELD',
    evidence: [witness(look, 'transcript', `${compactions} compactions within an hour, no commit`)],
    alarms: [alarm(look, 'burning', { severity: 'page', says: 'burns tokens for nothing', text })],
  }
}

/** Tokens far above what one thread can write. */
export function tellTokens(look: Look) {
  const { outputTokens } = rise(look)
  if (outputTokens < fixedRules.tokensPerHour) return []
  const text = `${outputTokens} tokens of output within an hour and no commit.`
  return [alarm(look, 'tokens', { severity: 'warn', says: 'uses very many tokens', text })]
}

function rise({ memory, loop }: Look): { compactions: number; outputTokens: number } {
  const first = memory.burn.marks[0]
  const transcript = loop.facts.transcript
  if (first === undefined || transcript?.known !== true) return { compactions: 0, outputTokens: 0 }
  const { compactions, outputTokens } = transcript.value
  return { compactions: compactions - first.compactions, outputTokens: outputTokens - first.outputTokens }
}
