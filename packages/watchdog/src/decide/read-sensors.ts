import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { LoopFacts, LoopSource, Sensed } from './observation.js'
import type { Known } from './watch-state.js'

/** The newest look of each sensor; null when it saw nothing, or is too old. */
export type FreshFacts = { readonly [Source in LoopSource]: Seen<LoopFacts[Source]> | null }

/** What each sensor saw; null is unknown, and nothing follows from it. */
export type KnownFacts = { readonly [Source in LoopSource]: LoopFacts[Source] | null }

type Seen<Value> = Sensed<Value> & { readonly known: true }

/** Too old is a look after which its sensor must have missed several turns. `now` is in monotonic seconds. */
export function readFresh(facts: Known<LoopFacts>, now: number, { tick, steady, slow }: WatchdogSettings): FreshFacts {
  const fastAge = Math.max(6 * tick, 30) + steady
  const steadyAge = 3 * steady + tick
  const slowAge = Math.max(3 * slow, 900)
  return {
    runner: pickFresh(facts.runner, now, fastAge),
    process: pickFresh(facts.process, now, steadyAge),
    registry: pickFresh(facts.registry, now, fastAge),
    transcript: pickFresh(facts.transcript, now, fastAge),
    hooks: pickFresh(facts.hooks, now, fastAge),
    statusline: pickFresh(facts.statusline, now, slowAge),
    pane: pickFresh(facts.pane, now, steadyAge),
    work: pickFresh(facts.work, now, steadyAge),
    credentials: pickFresh(facts.credentials, now, slowAge),
  }
}

function pickFresh<Value>(newest: Sensed<Value> | undefined, now: number, longestAge: number): Seen<Value> | null {
  return newest?.known === true && now - newest.at.mono <= longestAge ? newest : null
}

export function readKnown(fresh: FreshFacts): KnownFacts {
  return {
    runner: fresh.runner?.value ?? null,
    process: fresh.process?.value ?? null,
    registry: fresh.registry?.value ?? null,
    transcript: fresh.transcript?.value ?? null,
    hooks: fresh.hooks?.value ?? null,
    statusline: fresh.statusline?.value ?? null,
    pane: fresh.pane?.value ?? null,
    work: fresh.work?.value ?? null,
    credentials: fresh.credentials?.value ?? null,
  }
}
