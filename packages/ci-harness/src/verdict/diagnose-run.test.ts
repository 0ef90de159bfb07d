import { describe, expect, it } from 'vitest'
import { type DiagnosisFacts, diagnoseRun } from './diagnose-run.js'
import type { Failure } from './failure.js'

const sources = {
  files: { 'compose.yml': 'services:\n  app:\n    image: nginx:9.99\n' },
  services: [{ name: 'app', image: 'nginx:9.99' }],
}
const missing: Failure = {
  class: 'recipe',
  code: 'IMAGE_PULL_FAILED',
  evidence: 'The image nginx:9.99 cannot be pulled: manifest unknown',
  hint: 'Check the image’s name and tag.',
  noLogs: 'nothing of the app was running',
}
const red: DiagnosisFacts = {
  ...{ verdict: 'red', stopped: null, leftovers: [], leaked: false, reasons: [] },
  ...{ failure: missing, tier: 'install' },
}

it('names cause, service, place and the one thing to do', () => {
  expect(diagnoseRun(red, sources)).toEqual({
    paragraph:
      'The recipe is at fault in the install tier (IMAGE_PULL_FAILED): The image nginx:9.99 cannot be pulled: manifest unknown. It is about the service app: look at compose.yml:3. There are no logs of it: nothing of the app was running. Do this: Check the image’s name and tag.',
    service: 'app',
    place: 'compose.yml:3',
  })
})

it('quotes the last words of the service', () => {
  const failure: Failure = {
    class: 'app',
    code: 'CRASH_LOOP',
    service: 'app',
    evidence: 'x',
    logs: ['a', 'no /app', ''],
  }
  expect(diagnoseRun({ ...red, failure }, sources)?.paragraph).toContain(
    'look at compose.yml:2. The last it said: “no /app”. Do',
  )
})

it('believes a check that knows the place itself', () => {
  const failure: Failure = { class: 'app', code: 'CUSTOM_TEST_FAILED', evidence: 'a: b', place: 'test_a.py:7' }
  expect(diagnoseRun({ ...red, failure, tier: 'custom' }, sources)).toMatchObject({
    ...{ service: null, place: 'test_a.py:7' },
    paragraph: expect.stringContaining('Look at test_a.py:7. Do this: mend test_a.py:7 and run it again.'),
  })
})

it.each([
  ['infra', 'The recipe could not be judged on this host in the install tier ('],
  ['harness', 'cc-ci or its tests'],
  ['app', 'The app is at fault'],
] as const)('V-17: says whose fault it is: %s', (faultClass, words) => {
  expect(diagnoseRun({ ...red, failure: { ...missing, class: faultClass } }, sources)?.paragraph).toContain(words)
})

describe('without a failed check', () => {
  it.each<[string, Partial<DiagnosisFacts>, string]>([
    ['leftovers', { leftovers: ['volume a'], reasons: ['teardown left volume a'] }, 'remove it by hand'],
    ['a leak', { leaked: true, reasons: ['a secret value was found'] }, 'a secret value was found. Do this: keep'],
    ['anything else', { reasons: ['the app was deployed 2 times, expected 1'] }, 'expected 1. Do this'],
    ['no reason at all', {}, 'No reason was recorded.'],
  ])('%s are what it speaks of', (_, facts, words) => {
    const diagnosis = diagnoseRun({ ...red, failure: undefined, ...facts }, sources)

    expect(diagnosis?.paragraph).toContain(words)
    expect(diagnosis).toMatchObject({ service: null, place: null })
  })
})

it.each<[string, Partial<DiagnosisFacts>]>([
  ['a green run', { verdict: 'green' }],
  ['a run that somebody stopped', { verdict: 'error', stopped: 'cancelled' }],
])('%s needs none', (_, facts) => {
  expect(diagnoseRun({ ...red, ...facts }, sources)).toBeNull()
})
