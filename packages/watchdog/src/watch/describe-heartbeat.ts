import type { WatchState } from '../decide/watch-state.js'
import type { Heartbeat } from '../journal/heartbeat.js'

export function describeHeartbeat({ loops }: WatchState, about: Omit<Heartbeat, 'schemaVersion' | 'loops'>): Heartbeat {
  return {
    schemaVersion: 1,
    ...about,
    loops: Object.values(loops).map(({ name, role, state, since, evidence, next, pending }) => ({
      name,
      role,
      state,
      since: since.wall,
      why: evidence.map(({ source, says }) => `${source}: ${says}`),
      next,
      pending: pending?.kind ?? null,
    })),
  }
}
