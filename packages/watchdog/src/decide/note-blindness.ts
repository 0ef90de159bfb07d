import type { Look } from './look.js'
import type { LoopMemory } from './loop-memory.js'
import type { LoopSource } from './observation.js'

/** Sensors without which nothing can be said of a loop. */
const primary: readonly LoopSource[] = ['runner', 'process', 'registry', 'transcript']
const watched: readonly LoopSource[] = [...primary, 'pane', 'work']

/** No sensor fails. */
export const sighted: LoopMemory['blindSince'] = {}

/** Notes since when each sensor fails, and since when too many of them do. */
export function noteBlindness(look: Look): Pick<LoopMemory, 'blindSince' | 'unknownSince'> {
  const before = look.memory.blindSince
  const blind = watched.filter((source) => isBlind(look, source))
  const blindSince =
    blind.length === 0 ? sighted : Object.fromEntries(blind.map((source) => [source, before[source] ?? look.now.mono]))
  const lost = blind.filter((source) => primary.includes(source)).length
  return { blindSince, unknownSince: lost >= 2 ? (look.memory.unknownSince ?? look.now.mono) : null }
}

/** What has nothing to look at is not blind: a process that ended, a conversation that has not begun. */
function isBlind(look: Look, source: LoopSource): boolean {
  if (look.fresh[source] !== null) return false
  const runner = look.known.runner
  if (runner === null) return true
  if (source === 'process')
    return runner.running ? runner.agent !== null : runner.exit === null && runner.agent !== null
  if (source === 'transcript') return runner.running && runner.prompted
  if (source === 'pane') return runner.running
  return true
}

export function blindPrimaries(look: Look): readonly LoopSource[] {
  return primary.filter((source) => look.memory.blindSince[source] !== undefined)
}
