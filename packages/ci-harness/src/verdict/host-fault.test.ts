import { expect, it } from 'vitest'
import { hostFaultIn } from './host-fault.js'

it.each([
  ['V-17: a registry’s limit', 'PULL_LIMITED', 'toomanyrequests: You have reached your pull rate limit.'],
  [
    'V-17: a registry’s limit, in newer words',
    'PULL_LIMITED',
    'error from registry: You have reached your unauthenticated pull rate limit. See the registry’s page on limits.',
  ],
  ['D-03: a registry’s HTTP status', 'PULL_LIMITED', 'received unexpected HTTP status: 429 Too Many Requests'],
  [
    'D-03: a full disk while pulling',
    'DISK_FULL',
    'failed to register layer: write /usr/lib/postgresql/15/bin/postgres: no space left on device',
  ],
  [
    'D-01: a full disk or inode table while a container is made',
    'DISK_FULL',
    'write /var/lib/docker/overlay2/3f2a-init/link: no space left on device',
  ],
  ['a quota', 'DISK_FULL', 'mkdir /var/lib/docker/overlay2/3f2a: disk quota exceeded'],
  ['D-05: a network without an address', 'ADDRESS_EXHAUSTED', 'could not find an available IP'],
  [
    'D-05: a network without an address, in Docker’s long words',
    'ADDRESS_EXHAUSTED',
    'no available IPv4 addresses on this network’s address pools: proxy (k1x9)',
  ],
  [
    'a daemon without a pool for a network',
    'ADDRESS_EXHAUSTED',
    'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
  ],
  [
    'a daemon without a pool for a network, in newer words',
    'ADDRESS_EXHAUSTED',
    'all predefined address pools have been fully subnetted',
  ],
  [
    'a clock that is behind, as Go says it',
    'CLOCK_WRONG',
    'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2019-01-01T00:00:00Z is before 2024-05-01T00:00:00Z',
  ],
  ['a clock that is behind, as OpenSSL says it', 'CLOCK_WRONG', 'certificate is not yet valid'],
  ['a clock that is behind, as Node says it', 'CLOCK_WRONG', 'CERT_NOT_YET_VALID'],
  [
    'a clock that differs from that of an object store',
    'CLOCK_WRONG',
    'RequestTimeTooSkewed: The difference between the request time and the current time is too large.',
  ],
  ['a signature that a wrong clock made', 'CLOCK_WRONG', 'Signature expired: 20190101T000000Z is now earlier than …'],
])('%s is the host’s: %s', (_, code, message) => {
  expect(hostFaultIn(message)?.code).toBe(code)
})

it.each([
  'No such image: nginx:9.99',
  'manifest for nginx:9.99 not found: manifest unknown: manifest unknown',
  'invalid mount config for type "bind": bind source path does not exist: /nonexistent/dir',
  'no suitable node (1 node not available for new tasks; scheduling constraints not satisfied on 1 node)',
  'task: non-zero exit (137): dockerexec: unhealthy container',
  'invalid mount target, must be an absolute path: v:/x',
  'service x: secret not found: nope',
  'x509: certificate signed by unknown authority',
  'certificate has expired',
])('leaves other texts as they are: %s', (message) => {
  expect(hostFaultIn(message)).toBeUndefined()
})
