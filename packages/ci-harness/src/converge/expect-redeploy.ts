import type { ServiceState } from '../ports/swarm.js'
import type { Expectation } from './view.js'

/** The expectation of a redeploy over these services, as they were read just before it. */
export function expectRedeploy(services: readonly ServiceState[]): Expectation {
  const before = services.map(
    ({ name, templateHash, update }) => [name, { templateHash, updateStartedAt: update?.startedAt }] as const,
  )
  return { kind: 'redeploy', before: Object.fromEntries(before) }
}
