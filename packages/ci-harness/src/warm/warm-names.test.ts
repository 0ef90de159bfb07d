import { InMemoryLeaseStore, ManualClock } from '@cc-ci/kernel/testing'
import { expect, it } from 'vitest'
import { appDomain, isRunAppDomain, isRunAppStack, stackNameOf } from '../recipe/names.js'
import { reapOrphans } from '../run/janitor.js'
import { InMemorySwarm } from '../testing/index.js'
import { canonicalDomain, providerDomain } from './warm-names.js'

const zone = 'ci.test'
/** Names that come as near to each other, and to those of run apps, as they can. */
const recipes = ['wiki', 'keycloak', 'canon-keycloak', 'canon-canon-keycloak', 'canon', 'abcdef', '0a1b2c', 'warm-wiki']
const names = recipes.flatMap((recipe) => [
  ['canonical of a provider', recipe, canonicalDomain({ recipe, zone, provider: true })],
  ['canonical', recipe, canonicalDomain({ recipe, zone, provider: false })],
  ['provider', recipe, providerDomain({ recipe, zone })],
])

it('names canonicals and providers by their recipe', () => {
  expect(canonicalDomain({ recipe: 'wiki', zone, provider: false })).toBe('warm-wiki.ci.test')
  expect(canonicalDomain({ recipe: 'keycloak', zone, provider: true })).toBe('warm-canon-keycloak.ci.test')
  expect(providerDomain({ recipe: 'keycloak', zone })).toBe('warm-keycloak.ci.test')
})

it('R-11: no provider shares a domain with any canonical of another recipe, nor with its own', () => {
  const providers = new Set(['keycloak', 'canon-keycloak'])
  const all = recipes.flatMap((recipe) => {
    const provider = providers.has(recipe)
    return [canonicalDomain({ recipe, zone, provider }), ...(provider ? [providerDomain({ recipe, zone })] : [])]
  })
  expect(new Set(all).size).toBe(all.length)
})

it.each(names)('R-11: the %s %s is never taken for a run app', (_, recipe, domain) => {
  expect(isRunAppDomain(domain as string, zone)).toBe(false)
  expect(isRunAppStack(stackNameOf({}, domain as string), zone)).toBe(false)
  const run = appDomain({ recipe: recipe as string, pr: '', ref: 'head', zone })
  expect([isRunAppDomain(run, zone), run === domain]).toEqual([true, false])
})

it('R-11: the janitor leaves warm apps and their leases alone', async () => {
  const clock = new ManualClock()
  const leases = new InMemoryLeaseStore(clock)
  const swarm = new InMemorySwarm({ clock })
  for (const [, , domain] of names) swarm.addStack(stackNameOf({}, domain as string), { services: ['app'] })
  const before = await swarm.stacks()
  const world = { clock, leases, swarm, engine: { undeploy: () => Promise.reject(new Error('undeployed')) } }

  expect(await reapOrphans({ zone, own: 'own' }, world)).toEqual({ reaped: [], notes: [] })
  expect(await swarm.stacks()).toEqual(before)
})
