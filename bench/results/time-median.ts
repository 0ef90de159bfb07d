import { median } from '../median.js'

/** Milliseconds of the first time, and of the middle of those after it. */
export interface Times {
  readonly first: number
  readonly middle: number
  readonly worst: number
}

export async function timeMedian(rounds: number, act: () => unknown): Promise<Times> {
  const first = await timeOnce(act)
  const later: number[] = []
  while (later.length < rounds) later.push(await timeOnce(act))
  return { first, middle: median(later), worst: Math.max(...later) }
}

export async function timeOnce(act: () => unknown): Promise<number> {
  const started = performance.now()
  await act()
  return performance.now() - started
}
