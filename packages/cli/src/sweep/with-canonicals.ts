import type { TestRequest } from '@cc-ci/ci-harness'
import type { Workspace } from '../workspace/load-workspace.js'

/**
 * The same requests, each upgrading from the last release that a sweep found green, unless the operator wants upgrades
 * from published releases only. Throws SWEEP_STATE_INVALID.
 */
export async function withCanonicals(
  requests: readonly TestRequest[],
  { config }: Pick<Workspace, 'config'>,
): Promise<readonly TestRequest[]> {
  if (config.upgrade.skipCanonicals) return requests
  const { CanonicalRecords } = await import('@cc-ci/ci-harness')
  return Promise.all(
    requests.map(async (request) => ({
      ...request,
      canonical: await new CanonicalRecords(request.runsDir).read(request.recipe),
    })),
  )
}
