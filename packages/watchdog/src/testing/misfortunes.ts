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
    const strikes = (onceIn: number) => this.#chance.strikes(seconds, onceIn)
    const lasting = (least: number, most: number) => wall + this.#chance.between(least, most)
    if (strikes(2 * day)) this.poisoned = true
    if (strikes(day)) this.limitedUntil = lasting(hour, 5 * hour)
    if (strikes(7 * day)) this.blockedUntil = lasting(hour, 3 * hour)
    if (strikes(4 * day)) this.#diesAtStartUntil = lasting(hour, 4 * hour)
    if (strikes(12 * hour)) {
      this.#failsUntil = lasting(300, hour)
      this.#failsWith = this.#chance.pick(['overloaded', 'server', 'connection', 'throttled'])
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
