import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { ManualClock, temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Journal } from '../run/journal.js'
import { InMemorySwarm } from '../testing/index.js'
import type { DependencyState } from './dependency-state.js'
import { removeDependencies } from './remove-dependencies.js'

const stackOf = (recipe: string): string => `${recipe}-0a1b2c_ci_test`

/** An app whose dependencies all run; each leaves its checkout behind, and its lease held. */
function bed() {
  const clock = new ManualClock()
  const swarm = new InMemorySwarm({ clock })
  const folder = temporaryFolder(onTestFinished)
  const file = join(folder, 'events.jsonl')
  const journal = new Journal({ runId: '1', file, clock, listener: () => undefined, mask: (text) => text })
  const record = { leftovers: ['volume of the app'] as readonly string[], notes: [] as string[] }
  const done: string[] = []
  const running = (recipe: string, revoke?: () => Promise<void>) => {
    const stack = stackOf(recipe)
    const checkout = join(folder, recipe)
    mkdirSync(checkout)
    swarm.addStack(stack, { services: ['app'], volumes: ['data'] })
    const state: DependencyState = {
      ...{ recipe, version: '1', domain: `${recipe}-0a1b2c.ci.test`, provider: null, status: 'ready', deployed: true },
      ...{ credentials: {}, failure: undefined, seconds: 1 },
    }
    const engine = {
      undeploy: async () => swarm.remove('services', `${stack}_app`),
      close: async () => void done.push(`close ${recipe}`),
    }
    return {
      state,
      lease: { release: async () => void done.push(`release ${recipe}`) },
      context: { plan: { stack }, world: { clock, swarm }, engine, watch: { close: () => undefined }, checkout },
      enrolment: revoke === undefined ? undefined : { credentials: {}, revoke },
    }
  }
  return { swarm, record, done, running, folder, app: { journal, record } }
}

describe('the dependencies of a run', () => {
  it('are removed with all that is theirs, the last one first, and then their leases are given back', async () => {
    const { swarm, app, record, running, done, folder } = bed()
    const revoked: string[] = []
    const first = running('db')
    const second = running('keycloak', async () => void revoked.push((await swarm.stacks()).join(' ')))

    await removeDependencies(app, [first, second])

    expect(await swarm.stacks()).toEqual([])
    expect(done).toEqual(['close keycloak', 'release keycloak', 'close db', 'release db'])
    expect(revoked).toEqual([`${stackOf('db')} ${stackOf('keycloak')}`])
    expect([record.leftovers, record.notes]).toEqual([['volume of the app'], []])
    expect(existsSync(join(folder, 'keycloak'))).toBe(false)
  })

  it('H-10: are removed although the provider does not take back what was made in it, which is noted', async () => {
    const { swarm, app, record, running, done } = bed()
    const refusing = running('keycloak', () =>
      Promise.reject(new CcCiError('DEPENDENCY_ENRICHMENT_FAILED', 'HTTP 500.')),
    )

    await removeDependencies(app, [refusing])

    expect(await swarm.stacks()).toEqual([])
    expect(record.notes).toEqual(['keycloak kept what was made in it until it was removed: HTTP 500.'])
    expect(done).toContain('release keycloak')
  })

  it('H-11: leave nothing unsaid: a volume that stays is named with its dependency, and the others are removed', async () => {
    const { swarm, app, record, running } = bed()
    swarm.onCall = (call) => {
      if (call === `remove volumes ${stackOf('keycloak')}_data`) throw new CcCiError('STILL_IN_USE', 'in use')
    }

    await removeDependencies(app, [running('db'), running('keycloak')])

    expect(await swarm.stacks()).toEqual([stackOf('keycloak')])
    expect(record.leftovers).toEqual(['volume of the app', `volume ${stackOf('keycloak')}_data (of keycloak)`])
  })

  it('H-11: that nobody could look for count as left, never as gone', async () => {
    const { swarm, app, record, running, done } = bed()
    const dependency = running('keycloak')
    swarm.onCall = () => {
      throw new CcCiError('DOCKER_UNREACHABLE', 'No Docker daemon answers')
    }

    await removeDependencies(app, [dependency])

    expect(record.leftovers.at(-1)).toMatch(/^unknown: .*could not be seen.*\(of keycloak\)$/)
    expect(done).toContain('release keycloak')
  })
})
