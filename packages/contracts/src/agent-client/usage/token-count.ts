/** Tokens as the agent client reports them; what they cost is not ours to say. */
export interface TokenCount {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

export const noTokens: TokenCount = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }

export function addTokens(one: TokenCount, other: TokenCount): TokenCount {
  return {
    input: one.input + other.input,
    output: one.output + other.output,
    cacheRead: one.cacheRead + other.cacheRead,
    cacheWrite: one.cacheWrite + other.cacheWrite,
  }
}

export function sumTokens(counts: readonly TokenCount[]): TokenCount {
  return counts.reduce(addTokens, noTokens)
}

/** All four kinds together: how much passed through the model. */
export function totalTokens({ input, output, cacheRead, cacheWrite }: TokenCount): number {
  return input + output + cacheRead + cacheWrite
}
