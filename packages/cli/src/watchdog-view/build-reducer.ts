import type { WatchdogSettings } from '@cc-ci/contracts/watchdog-settings'
import type { Reduce } from '@cc-ci/watchdog'
import type { World } from '../world.js'

/** The reducer as `watchdog run` builds it. */
export async function buildReducer(rules: WatchdogSettings, { environment }: World): Promise<Reduce> {
  const { createReducer } = await import('@cc-ci/watchdog')
  return createReducer(rules, { watchOrchestrator: environment.WATCH_ORCHESTRATOR !== '0' })
}
