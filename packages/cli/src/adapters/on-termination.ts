/** A signal that aborts on the first SIGINT or SIGTERM; further ones are answered and ignored, so that teardown ends (H-02). */
export function onTermination(tellPatience: () => void): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController()
  const end = (): void => {
    if (controller.signal.aborted) tellPatience()
    else controller.abort(new Error('cancelled'))
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', end)
      process.off('SIGTERM', end)
    },
  }
}
