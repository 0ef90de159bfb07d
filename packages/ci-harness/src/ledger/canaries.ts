import { randomBytes } from 'node:crypto'

/** One thing of ours in a store; its value is random, so that nothing but this run can have written it. */
export interface Canary {
  readonly id: string
  readonly value: string
}

const canariesPerStore = 3

export function makeCanaries(): readonly Canary[] {
  return Array.from({ length: canariesPerStore }, (_, index) => ({
    id: String(index + 1),
    value: randomBytes(24).toString('hex'),
  }))
}

/** H-16: how many canaries are found with exactly their value; a changed one, or one found twice, does not count. */
export function countCanaries(
  canaries: readonly Canary[],
  found: ReadonlyArray<{ readonly id: string; readonly value: string }>,
): number {
  return canaries.filter(({ id, value }) => {
    const same = found.filter((item) => item.id === id)
    return same.length === 1 && same[0]?.value === value
  }).length
}
