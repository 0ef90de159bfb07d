import { CcCiError } from '@cc-ci/kernel'
import { describe, expect, it } from 'vitest'
import { InMemorySwarm } from '../testing/index.js'
import { pullFailure, pullImages } from './pull-images.js'

const running = new AbortController().signal

it('D-06: pulls every image, so that none is pulled while the app converges', async () => {
  const swarm = new InMemorySwarm()
  swarm.addImage('nginx:1', { registry: 'sha256:1' })
  swarm.addImage('redis:7', { registry: 'sha256:2' })

  expect(await pullImages(['nginx:1', 'redis:7'], swarm, running)).toEqual({ failure: undefined, localOnly: [] })
  expect([await swarm.imageId('nginx:1'), await swarm.imageId('redis:7')]).toEqual(['sha256:1', 'sha256:2'])
})

it('takes an image that only this host has, and says which', async () => {
  const swarm = new InMemorySwarm()
  swarm.addImage('nginx:1', { registry: 'sha256:1' })
  swarm.addImage('built-here:1', { local: 'sha256:2' })

  expect(await pullImages(['nginx:1', 'built-here:1'], swarm, running)).toEqual({
    failure: undefined,
    localOnly: ['built-here:1'],
  })
})

it('names the image that nobody has', async () => {
  const swarm = new InMemorySwarm()
  swarm.addImage('nginx:1', { registry: 'sha256:1' })
  const { failure } = await pullImages(['nginx:1', 'bitnami/gone:1'], swarm, running)

  expect(failure).toMatchObject({ class: 'recipe', code: 'IMAGE_PULL_FAILED' })
  expect(failure?.evidence).toBe('The image bitnami/gone:1 cannot be pulled: manifest unknown')
})

it('does not take a daemon that is gone for a missing image', async () => {
  const swarm = new InMemorySwarm()
  swarm.onCall = (call) => {
    if (call.startsWith('pull')) throw new CcCiError('DOCKER_UNREACHABLE', 'x')
  }

  await expect(pullImages(['nginx:1'], swarm, running)).rejects.toMatchObject({ code: 'DOCKER_UNREACHABLE' })
})

describe('D-03, V-17: what a registry or disk says is put where it belongs', () => {
  it.each([
    ['toomanyrequests: You have reached your pull rate limit.', 'infra', 'PULL_LIMITED'],
    ['429: Rate Limit exceeded', 'infra', 'PULL_LIMITED'],
    ['write /layer: no space left on device', 'infra', 'DISK_FULL'],
    ['x509: certificate has expired or is not yet valid: current time is before', 'infra', 'CLOCK_WRONG'],
    ['manifest for nginx:9 not found: manifest unknown', 'recipe', 'IMAGE_PULL_FAILED'],
    ['pull access denied, repository does not exist', 'recipe', 'IMAGE_PULL_FAILED'],
  ])('%s', (words, faultClass, code) => {
    expect(pullFailure('nginx:9', words)).toMatchObject({
      class: faultClass,
      code,
      evidence: expect.stringMatching(/nginx:9.*: /),
      hint: expect.any(String),
    })
  })
})
