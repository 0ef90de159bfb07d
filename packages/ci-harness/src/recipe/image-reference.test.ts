import { expect, it } from 'vitest'
import { isMovingTag, parseImageReference } from './image-reference.js'

const digest = `sha256:${'0'.repeat(64)}`

it.each([
  ['nginx', 'docker.io', 'library/nginx', undefined, undefined],
  ['nginx:1.27.2', 'docker.io', 'library/nginx', '1.27.2', undefined],
  ['bitnamilegacy/redis:7', 'docker.io', 'bitnamilegacy/redis', '7', undefined],
  ['docker.io/nginx:1', 'docker.io', 'library/nginx', '1', undefined],
  ['ghcr.io/a/b/c:v1.0.5-social-amd64', 'ghcr.io', 'a/b/c', 'v1.0.5-social-amd64', undefined],
  ['localhost/x:1', 'localhost', 'x', '1', undefined],
  ['registry.local:5000/x', 'registry.local:5000', 'x', undefined, undefined],
  ['registry.local:5000/x:2', 'registry.local:5000', 'x', '2', undefined],
  [`nginx@${digest}`, 'docker.io', 'library/nginx', undefined, digest],
  [`nginx:1.27@${digest}`, 'docker.io', 'library/nginx', '1.27', digest],
])('reads the image name %s', (text, registry, repository, tag, expectedDigest) => {
  expect(parseImageReference(text)).toEqual({ text, registry, repository, tag, digest: expectedDigest })
})

it.each(['', ':', 'nginx:', 'a b', '${IMAGE}', 'nginx@latest', 'a//b'])('takes %j for no image name', (text) => {
  expect(parseImageReference(text)).toBeUndefined()
})

it.each([
  ['nginx', true],
  ['nginx:latest', true],
  ['nginx:latest-alpine3.18', true],
  ['nginx:alpine', true],
  ['nginx:stable', true],
  ['nginx:1.27.2', false],
  ['postgres:15-alpine', false],
  ['x:v2', false],
  [`nginx:latest@${digest}`, false],
])('A-12: %s moves: %s', (text, moves) => {
  const image = parseImageReference(text)
  expect(image !== undefined && isMovingTag(image)).toBe(moves)
})
