import type { Observation } from '../decide/observation.js'

/** Knows what was seen last, so that only what changed is written down. */
export class ChangeFilter {
  readonly #seen = new Map<string, string>()

  isNew(observation: Observation): boolean {
    const key = `${observation.source} ${'loop' in observation ? observation.loop : ''}`
    const what = JSON.stringify(observation, withoutTime)
    if (this.#seen.get(key) === what) return false
    this.#seen.set(key, what)
    return true
  }
}

/** When a thing was looked at says nothing about it; `at` within a fact is a number, and stays. */
function withoutTime(key: string, value: unknown): unknown {
  return key === 'at' && typeof value === 'object' ? undefined : value
}
