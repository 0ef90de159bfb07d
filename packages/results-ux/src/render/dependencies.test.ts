import type { RunResult } from '@cc-ci/contracts/run-result'
import { levelFiveResult } from '@cc-ci/contracts/testing'
import { expect, it } from 'vitest'
import { renderRunPage } from './page.js'
import { renderSummary } from './summary.js'

type DependencyRecord = RunResult['dependencies'][number]

const ready: DependencyRecord = {
  ...{ recipe: 'keycloak', version: '10.7.1+26.4.0', domain: 'keyc-0a1b2c.ci.test', provider: 'keycloak' },
  ...{ status: 'ready', proven: true, seconds: 4.9, reason: null },
}

function renderings(...dependencies: DependencyRecord[]): string[] {
  const result = { ...levelFiveResult(), dependencies }
  return [renderSummary(result, { colour: false }), renderRunPage(result)]
}

it.each<[string, DependencyRecord, string]>([
  ['one that a test proved', ready, 'keycloak 10.7.1+26.4.0: ready after 4.9 s, proven by a test'],
  ['one that nothing proved', { ...ready, proven: false }, 'ready after 4.9 s, NOT PROVEN by any test'],
  [
    'one that did not come up, with why',
    { ...ready, status: 'failed', proven: false, reason: 'app: exited 3 times' },
    'keycloak 10.7.1+26.4.0: NOT READY: app: exited 3 times',
  ],
])('terminal and page name %s', (_, dependency, words) => {
  for (const text of renderings(dependency)) expect(text).toContain(words)
})

it('neither speaks of dependencies where there are none', () => {
  for (const text of renderings()) expect(text).not.toContain('Dependencies')
})
