import { emptyStream, readStreamLine } from '@cc-ci/contracts/agent-client'
import type { AgentReport } from '../ports/agent-engine.js'

/** How the turn stands by what a headless client printed since its start, and how its last one failed. */
export function readStreamReport(lines: readonly string[]): AgentReport {
  const { turn, error } = lines.reduce(readStreamLine, emptyStream)
  if (turn === 'busy' || error === null) return { turn, detail: undefined, since: undefined }
  const status = error.status === null ? '' : `, status ${error.status}`
  return { turn, detail: `its last turn failed: ${error.reason ?? 'unknown reason'}${status}`, since: undefined }
}
