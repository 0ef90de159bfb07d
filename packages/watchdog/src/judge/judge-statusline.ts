import { readStatusline } from '@cc-ci/contracts/agent-client'
import { type Judgement, nothingKnown } from './judgement.js'
import type { Recording } from './recording.js'

/** From here on the client may wrap up its work, in percent. */
const near = 95

/** What the client told its status line: usage of its limits, never how a turn stands. */
export function judgeStatusline({ text }: Recording): Omit<Judgement, 'file' | 'kind'> {
  const read = readStatusline(text)
  const limits = [...(read?.limits ?? [])].sort((one, other) => other.usedPercent - one.usedPercent)
  const [first] = limits
  const reached = first !== undefined && first.usedPercent >= near
  const context = read?.contextPercent === undefined ? [] : [`${read.contextPercent} % of the context is used`]
  const said = [...context, ...limits.map(({ window, usedPercent }) => `limit ${window}: ${usedPercent} % used`)]
  return {
    ...nothingKnown,
    limit: reached ? { kind: first.window, until: first.resetsAt, armed: false } : null,
    evidence: said.map((why) => ({ line: 1, why })),
  }
}
