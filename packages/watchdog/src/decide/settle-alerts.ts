import { fixedRules } from './fixed-rules.js'
import { act, type Round } from './round.js'
import type { LoopWatch, WatchState } from './watch-state.js'

/** Tells what is new, once; and clears what is over, when it has been so for a while. */
export function settleAlerts(
  round: Round,
  loops: Readonly<Record<string, LoopWatch>>,
): Pick<WatchState, 'alerts'> & {
  readonly fading: WatchState['memory']['fading']
} {
  const { before, alarms, now } = round
  const told = new Set(before.alerts)
  const fading: Record<string, number> = {}
  for (const alarm of alarms.values()) {
    if (told.has(alarm.key)) continue
    told.add(alarm.key)
    act(round, { kind: 'alert', ...alarm }, { why: alarm.text, evidence: evidenceOf(loops, alarm.loop) })
  }
  for (const key of before.alerts) {
    if (alarms.has(key) || cannotTell(loops, key)) continue
    const since = before.memory.fading[key] ?? now.mono
    if (now.mono - since < fixedRules.alertFades) {
      fading[key] = since
      continue
    }
    told.delete(key)
    act(round, { kind: 'clear', key }, { why: 'its cause was not seen any more', evidence: [] })
  }
  return { alerts: same(before.alerts, told) ? before.alerts : [...told], fading }
}

function evidenceOf(loops: Readonly<Record<string, LoopWatch>>, loop: string | null) {
  return loop === null ? [] : (loops[loop]?.evidence ?? [])
}

/** Of a loop that cannot be judged, nothing is over. */
function cannotTell(loops: Readonly<Record<string, LoopWatch>>, key: string): boolean {
  const name = key.slice(key.indexOf(':') + 1)
  return key.includes(':') && !key.startsWith('unknown:') && loops[name]?.state === 'UNKNOWN'
}

function same(before: readonly string[], told: ReadonlySet<string>): boolean {
  return before.length === told.size && before.every((key) => told.has(key))
}
