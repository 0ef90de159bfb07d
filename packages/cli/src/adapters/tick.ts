/** Calls `tick` every `ms` milliseconds until the returned function is called; never keeps the program alive. */
export function every(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms)
  timer.unref()
  return () => clearInterval(timer)
}
