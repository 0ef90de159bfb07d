import { expect, it } from 'vitest'
import { bedPaths, engineSite } from './bed-paths.js'

it('keeps the engine’s socket path short however deep the data folder lies', () => {
  const { engine } = bedPaths({ CC_CI_TESTBED_DIR: `/very${'/deep'.repeat(40)}` })
  expect(engine.socket.length).toBeLessThan(60)
  expect(engine.hostLink.length).toBeLessThanOrEqual(15) // the kernel's limit for the name of a link
})

it('gives two beds nothing in common', () => {
  const [a, b] = [engineSite('/data/one'), engineSite('/data/two')].map((site) => new Set(Object.values(site)))
  expect([...(a ?? [])].filter((value) => b?.has(value))).toEqual([])
})

it('gives the same folder the same bed again', () => {
  expect(engineSite('/data/one')).toEqual(engineSite('/data/one'))
})
