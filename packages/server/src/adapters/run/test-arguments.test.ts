import { expect, it } from 'vitest'
import type { RunMode } from '../../queue/queued-run.js'
import { exampleRun, pullRequest } from '../../testing/index.js'
import { testArguments } from './test-arguments.js'

const rest = '--runs-dir=/runs --no-retry --json'

it.each<[RunMode, string]>([
  [{ kind: 'full' }, ''],
  [{ kind: 'quick' }, '--quick '],
  [{ kind: 'plan' }, '--plan '],
  [{ kind: 'tiers', tiers: ['install', 'upgrade'] }, '--tiers=install,upgrade '],
  [{ kind: 'keep', minutes: 30 }, '--keep=30 '],
])('asks cc-ci test for %j of the commit that was ordered', (mode, flags) => {
  const run = exampleRun({ mode, pullRequest: pullRequest(6, 'c0ffee') })
  expect(testArguments(run, '/runs').join(' ')).toBe(`test notebook --pr=6 --ref=c0ffee ${flags}${rest}`)
})

it('asks for the newest commit of a recipe without a pull request', () => {
  expect(testArguments(exampleRun({ pullRequest: null }), '/runs').join(' ')).toBe(`test notebook ${rest}`)
})
