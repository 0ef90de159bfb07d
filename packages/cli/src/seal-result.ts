import type { Sealer } from '@cc-ci/ci-harness'
import { isCcCiError } from '@cc-ci/kernel'
import { signingKeyFile } from './signing-key-file.js'
import type { World } from './world.js'

/** Signs a run’s result with the key of this host; what keeps it from that is told, not thrown. */
export function sealWith(world: Pick<World, 'environment'>): Sealer {
  return async (folder) => {
    const file = signingKeyFile(world)
    if (file === undefined) return 'The result is not signed: there is no HOME to keep a key in.'
    const { signRun } = await import('@cc-ci/results-ux')
    try {
      await signRun(folder, file)
      return undefined
    } catch (error) {
      const hint = isCcCiError(error) && error.hint !== undefined ? ` ${error.hint}` : ''
      return `The result is not signed. ${(error as Error).message}${hint}`
    }
  }
}
