import { expect, it } from 'vitest'
import { readComposeService } from './compose-service.js'
import { durationSeconds, healthOf } from './service-health.js'

const health = (healthcheck: unknown) => healthOf(readComposeService('app', { healthcheck }))

it.each([
  ['nothing said', undefined, { kind: 'undeclared', test: [] }],
  ['an empty key', null, { kind: 'undeclared' }],
  ['switched off', { disable: true }, { kind: 'disabled' }],
  ['switched off by test', { test: ['NONE'] }, { kind: 'disabled' }],
  ['a shell line', { test: 'curl -f localhost' }, { kind: 'declared', test: ['curl -f localhost'] }],
  ['defaults', { test: ['CMD', 'x'] }, { intervalSeconds: 30, timeoutSeconds: 30, startPeriodSeconds: 0, retries: 3 }],
  [
    'everything',
    { test: ['CMD', 'x'], interval: '5s', timeout: '1m', start_period: '1h30m', retries: 10 },
    { intervalSeconds: 5, timeoutSeconds: 60, startPeriodSeconds: 5400, retries: 10 },
  ],
  ['A-09: a duration left to a variable', { start_period: '${X:-5m}' }, { startPeriodSeconds: 0 }],
])('reads the healthcheck of a service: %s', (_, healthcheck, expected) => {
  expect(health(healthcheck)).toMatchObject(expected)
})

it.each([
  ['1m30s', 90],
  ['500ms', 0.5],
  ['1.5h', 5400],
  ['0', 0],
  ['30', undefined],
  ['', undefined],
  ['5 m', undefined],
  [undefined, undefined],
])('reads the duration %s as %s seconds', (text, seconds) => {
  expect(durationSeconds(text)).toBe(seconds)
})
