/** Whose turn was when, so that recipes take turns. */
export class Turns {
  readonly #last: Map<string, number>
  #latest: number

  constructor(earlier?: Turns) {
    this.#last = new Map(earlier === undefined ? [] : earlier.#last)
    this.#latest = earlier === undefined ? 0 : earlier.#latest
  }

  /** A greater number for a later turn; 0 of a recipe that had none yet. */
  lastOf(recipe: string): number {
    return this.#last.get(recipe) ?? 0
  }

  /** The recipe has its turn now, after all others. */
  take(recipe: string): void {
    this.#latest += 1
    this.#last.set(recipe, this.#latest)
  }
}
