import { lifecycleOps } from './classify-overlay.js'
import type { Overlays } from './find-overlays.js'
import { shownPath } from './shown-path.js'

/** Every file of the overlays that has a part in a run, and whose it is, for its result. */
export function filesThatRan(overlays: Overlays): string[] {
  const { lifecycle, custom, hooks, settings, installSteps, compose, previous, parity } = overlays
  const tests = [...lifecycleOps.flatMap((op) => lifecycle[op]), ...custom].map(({ file }) => file)
  const single = [installSteps, compose].filter((file) => file !== undefined)
  return [...settings, ...hooks, ...single, ...previous, ...tests, ...parity].map(
    (file) => `${shownPath(file)} (${file.origin})`,
  )
}
