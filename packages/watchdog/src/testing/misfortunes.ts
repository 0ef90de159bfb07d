import type { ErrorClass } from '@cc-ci/contracts/agent-client'
import type { Chance } from './chance.js'

const hour = 3600
const day = 24 * hour

/** What befalls the turns and starts of one agent, and until when (epoch seconds). */
export class Misfortunes {
  readonly #chance: Chance
  #failsUntil = 0
  #failsWith: ErrorClass = 'overloaded'
  #diesAtStartUntil = 0
  /** No retry mends it; a new conversation does. */
  poisoned = false
  limitedUntil = 0
  blockedUntil = 0

  constructor(chance: Chance) {
    this.#chance = chance
  }

  strike(wall: number, seconds: number): void {
    const chance = this.#chance
    if (chance.strikes(seconds, 2 * day)) this.poisoned = true
    if (chance.strikes(seconds, day)) this.limitedUntil = wall + chance.between(hour, 5 * hour)
    if (chance.strikes(seconds, 7 * day)) this.blockedUntil = wall + chance.between(hour, 3 * hour)
    if (chance.strikes(seconds, 4 * day)) this.#diesAtStartUntil = wall + chance.between(hour, 4 * hour)
    if (chance.strikes(seconds, 12 * hour)) {
      this.#failsUntil = wall + chance.between(300, hour)
      this.#failsWith = chance.pick(['overloaded', 'server', 'connection', 'throttled'])
    }
  }

  /** What a turn that ends now fails with; null when it succeeds. */
  failure(wall: number): ErrorClass | null {
    if (this.limitedUntil > wall) return 'limit'
    if (this.blockedUntil > wall) return 'authentication'
    if (this.poisoned) return 'thinking'
    return this.#failsUntil > wall ? this.#failsWith : null
  }

  diesAtStart(wall: number): boolean {
    return this.#diesAtStartUntil > wall
  }
}
