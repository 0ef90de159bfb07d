import { readAccount } from './account-limit.js'
import { fixedRules } from './fixed-rules.js'
import type { Instant } from './instant.js'
import { readHost } from './judge-host.js'
import type { Look } from './look.js'
import { readFresh, readKnown } from './read-sensors.js'
import { readTurn } from './read-turn.js'
import type { Round } from './round.js'
import type { LoopWatch, WatchState } from './watch-state.js'

/** What holds for all loops at this moment, before anything is decided. */
export function beginRound(
  before: WatchState,
  now: Instant,
  { rules, options }: Pick<Round, 'rules' | 'options'>,
): Round {
  const loops = Object.values(before.loops)
  return {
    rules,
    options,
    now,
    before,
    account: readAccount(loops, now),
    host: readHost(before, now.mono, Math.max(3 * rules.slow, 900)),
    grace: before.graceUntil !== null && now.mono < before.graceUntil,
    actions: [],
    alarms: new Map(),
    starts: newestStarts(loops, now),
    setOffAt: before.memory.setOffAt,
    decisions: before.decisions,
  }
}

/** One loop as that round sees it. */
export function lookAt({ rules, now, account }: Round, loop: LoopWatch): Look {
  const fresh = readFresh(loop.facts, now.mono, rules)
  const known = readKnown(fresh)
  return { rules, now, loop, memory: loop.memory, account, fresh, known, turn: readTurn({ now, loop, known }) }
}

/** Within the last half hour, in their order. */
function newestStarts(loops: readonly LoopWatch[], now: Instant): number[] {
  const starts: number[] = []
  for (const { restarts } of loops) {
    for (const { at } of restarts) if (now.wall - at < fixedRules.window) starts.push(at)
  }
  return starts.sort((one, other) => one - other)
}
