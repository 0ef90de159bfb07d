export interface AddressLimit {
  /** How many requests may come at once. */
  readonly burst: number
  /** How many more each second allows. */
  readonly perSecond: number
}

const mostAddresses = 10_000

/** Bounds how often each address may ask: a bucket for each that fills with time. */
export class AddressLimits {
  readonly #limit: AddressLimit
  /** Milliseconds that never go back. */
  readonly #monotonic: () => number
  readonly #buckets = new Map<string, { tokens: number; at: number }>()

  constructor(limit: AddressLimit, monotonic: () => number) {
    this.#limit = limit
    this.#monotonic = monotonic
  }

  /** Whether one more request of an address is within its limit; it is counted then. */
  take(address: string): boolean {
    const { burst, perSecond } = this.#limit
    const at = this.#monotonic()
    const before = this.#buckets.get(address)
    const refilled = before === undefined ? burst : before.tokens + ((at - before.at) / 1000) * perSecond
    const tokens = Math.min(burst, refilled)
    // Anew at the end, so that the first entry is the one that was quiet for longest.
    this.#buckets.delete(address)
    this.#buckets.set(address, { tokens: tokens >= 1 ? tokens - 1 : tokens, at })
    const [quietest] = this.#buckets.keys()
    if (this.#buckets.size > mostAddresses && quietest !== undefined) this.#buckets.delete(quietest)
    return tokens >= 1
  }
}
