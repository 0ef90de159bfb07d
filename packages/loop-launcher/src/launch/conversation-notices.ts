import type { RunMetadata } from '../runner/launch-order.js'
import type { Loop } from './loop.js'

/** How much later than the transcript the registry may be written, in the order of things. In seconds. */
const slackSeconds = 60

/**
 * Whether the agent of a run still has the conversation that it was started for; a person may have changed it in the
 * client (`/resume`). The registry tells, and where that keeps the old id, another transcript that grows in place of ours.
 */
export function conversationNotices({ client }: Pick<Loop, 'client'>, run: RunMetadata): readonly string[] {
  const records = client.liveRecords()
  const own = records.find(({ pid }) => pid === run.agentPid)
  if (own === undefined) return []
  if (own.sessionId !== run.sessionId) {
    return [`its agent has gone over to conversation ${own.sessionId}, and a restart would resume ${run.sessionId}`]
  }
  const active = (own.statusUpdatedAt ?? 0) / 1000 - slackSeconds
  if (client.transcriptState(run.sessionId).changedAt >= active) return []
  const claimed = new Set(records.map(({ sessionId }) => sessionId))
  const growing = client.besides(run.sessionId).find((id) => {
    return !claimed.has(id) && client.transcriptState(id).changedAt >= active
  })
  if (growing === undefined) return []
  return [
    `its agent is at work, and conversation ${growing} grows instead of ${run.sessionId}: was it changed by hand?`,
  ]
}
