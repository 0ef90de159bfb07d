import { isSecretKey } from '@cc-ci/contracts/secret-key'

/** Knows this run's secret values and takes them out of every text that leaves the run. */
export class SecretMask {
  readonly #values = new Set<string>()

  /**
   * Also as base64 shows it. Gives back whether the value will be masked: one under four characters, or under six
   * and like a word, is left alone, since masking it would garble ordinary text.
   */
  add(value: string): boolean {
    if (value.length < (/^[a-z]+$/i.test(value) ? 6 : 4)) return false
    this.#values.add(value)
    this.#values.add(Buffer.from(value).toString('base64').replace(/=+$/, ''))
    return true
  }

  readonly mask = (text: string): string => {
    let masked = text
    // The longest first: a secret that begins like a shorter one would otherwise show its end.
    for (const value of [...this.#values].sort((one, other) => other.length - one.length))
      masked = masked.replaceAll(value, '***')
    return masked
  }

  /** Whether any known secret stands in the text, plain or as JSON writes it: then something leaked it. */
  leaksIn(text: string): boolean {
    return [...this.#values].some((value) => text.includes(value) || text.includes(JSON.stringify(value).slice(1, -1)))
  }
}

/** A copy with every text in it masked. Its JSON is never masked as a whole: that would miss what JSON escapes, and break numbers. */
export function maskTexts<T>(value: T, mask: (text: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_key, item: unknown) => (typeof item === 'string' ? mask(item) : item)) as T
}

/** Values of secret-shaped keys, for what an operator hands in; words that a result needs are none. */
export function secretValuesOf(env: Readonly<Record<string, string>>, words: readonly string[]): string[] {
  const shaped = Object.entries(env).filter(([key]) => isSecretKey(key))
  return shaped.map(([, value]) => value).filter((value) => !words.some((word) => word.includes(value)))
}

/** A copy in which the values of secret-shaped keys are masked (P-05). */
export function maskSecretKeys(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([key, value]) => [key, isSecretKey(key) && value !== '' ? '***' : value]),
  )
}
