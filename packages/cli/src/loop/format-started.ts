import type { StartedLoop } from '@cc-ci/loop-launcher'

/** One line for people about a start. */
export function formatStarted({ loop, outcome, pid, sessionId, resumed, phase, delivery }: StartedLoop): string {
  const about = phase === undefined ? '' : `, phase ${phase}`
  if (outcome === 'running') {
    const prompted = delivery === undefined ? '' : ', and has its prompt now'
    return `${loop} runs already (process ${pid}${about})${prompted}; nothing was started.`
  }
  const how = resumed ? `goes on with conversation ${sessionId}` : `has begun conversation ${sessionId}`
  return `${loop} ${how} (process ${pid}${about}) and has acknowledged its prompt.`
}
