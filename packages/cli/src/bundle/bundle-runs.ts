import { join } from 'node:path'
import type { RunOutcome } from '../run-all.js'
import type { BundleWorld } from './write-bundle.js'

/** Packs each run that has a result into its own folder. One that cannot be packed is told and changes no verdict. */
export async function bundleRuns(
  outcomes: readonly RunOutcome[],
  world: BundleWorld & { readonly say: (text: string) => void },
): Promise<void> {
  const { writeBundle } = await import('./write-bundle.js')
  for (const outcome of outcomes) {
    if (!outcome.ok) continue
    try {
      const { bundle } = await writeBundle(outcome.folder, join(outcome.folder, 'bundle.tar.gz'), world)
      world.say(`Bundle: ${bundle}`)
    } catch (error) {
      world.say((error as Error).message)
    }
  }
}
