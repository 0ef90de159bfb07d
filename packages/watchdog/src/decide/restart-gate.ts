import type { Evidence } from './action.js'
import { fixedRules } from './fixed-rules.js'
import type { Look } from './look.js'
import { findRestartBars, fullUntil, type Restart } from './restart-bars.js'
import type { Round } from './round.js'
import type { Circuit } from './watch-state.js'

export interface GateAnswer {
  readonly open: boolean
  /** What keeps it closed, and until when (epoch seconds); for people. */
  readonly what: string
  readonly at: number
  readonly circuit: Circuit
}

/** Whether a loop may be restarted now. All of it is asked in the tick that restarts, and in no earlier one. */
export function askGate(round: Round, look: Look, wish: Restart & { evidence: readonly Evidence[] }): GateAnswer {
  const circuit = nextCircuit(round, look)
  const [bar] = findRestartBars(round, { ...look, loop: { ...look.loop, circuit } }, wish)
  if (bar !== undefined) return { open: false, ...bar.next, circuit }
  const old = findStale(look, wish.evidence)
  if (old === undefined) return { open: true, what: 'restart', at: look.now.wall, circuit }
  const what = `restart, but ${old.source} must look again`
  return { open: false, what, at: look.now.wall + look.rules.tick, circuit }
}

/** Open after too many restarts; after its time one attempt; when that fails, open for twice as long. */
function nextCircuit(round: Round, look: Look): Circuit {
  const { circuit } = look.loop
  const { now } = look
  if (circuit.state === 'open') {
    if ((circuit.until ?? 0) > now.wall) return circuit
    const full = fullUntil(look)
    return full === null ? { ...circuit, state: 'half-open' } : { ...circuit, until: full }
  }
  // The one attempt was made, and the loop needs a restart again.
  if (circuit.state === 'half-open' && triedSince(look, circuit)) return opened(round, look)
  return circuit.state === 'closed' && fullUntil(look) !== null ? opened(round, look) : circuit
}

function triedSince({ loop }: Look, { until }: Circuit): boolean {
  return loop.restarts.some(({ at }) => at >= (until ?? 0))
}

function opened({ rules: { restarts } }: Round, look: Look): Circuit {
  const { nextSeconds } = look.loop.circuit
  const until = Math.max(look.now.wall + nextSeconds, fullUntil(look) ?? 0)
  return { state: 'open', until, nextSeconds: Math.min(nextSeconds * 2, restarts.circuitLongest) }
}

function findStale({ now }: Look, evidence: readonly Evidence[]): Evidence | undefined {
  return evidence.find(({ at }) => now.mono - at.mono >= fixedRules.freshEvidence)
}
