import { expect, it } from 'vitest'
import { parseComposeSource } from './compose-source.js'

const text = `x-common: &common
  image: nginx:1.27.2
  healthcheck: &probe
    interval: 30s
services:
  app:
    <<: *common
    volumes:
      - a:/a
      - {type: bind, source: /b, target: /b}
  "worker":
    <<: [*common]
    healthcheck: *probe
`

it.each([
  ['a key', ['services', 'app', 'volumes'], 8],
  ['a list item', ['services', 'app', 'volumes', 1], 10],
  ['a key of a list item', ['services', 'app', 'volumes', 1, 'source'], 10],
  ['a quoted key', ['services', 'worker'], 11],
  ['a merged key, where it is written', ['services', 'app', 'image'], 2],
  ['a key of a list of merges', ['services', 'worker', 'image'], 2],
  ['a key behind an alias', ['services', 'worker', 'healthcheck', 'interval'], 4],
  ['the last part that exists', ['services', 'app', 'deploy', 'labels'], 6],
  ['nothing at all', ['volumes'], 1],
])('finds the line of %s', (_what, path, line) => {
  expect(parseComposeSource('compose.yml', text).lineOf(path)).toBe(line)
})

it('puts merged keys into the values', () => {
  expect(parseComposeSource('compose.yml', text).root.services).toMatchObject({ app: { image: 'nginx:1.27.2' } })
})

it.each([
  ['an unclosed list', 'services:\n  app:\n    command: [a\n', 4],
  ['a key written twice', 'services:\n  app: {}\n  app: {}\n', 3],
  ['an alias without anchor', 'services: *nowhere\n', 1],
  ['a list instead of a mapping', '- a\n', 1],
  ['brackets nested too deep', `a: 1\nb: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, 2],
  ['lists nested too deep', `a: 1\nb:\n${'- '.repeat(20_000)}`, 3],
  ['an enormous file', 'a: 1\n'.repeat(20_000), 1],
  ['two documents', 'version: "3.8"\n---\nservices: {}\n', 2],
])('rejects %s with file and line', (_what, broken, line) => {
  expect(() => parseComposeSource('compose.x.yml', broken)).toThrow(
    expect.objectContaining({ code: 'COMPOSE_INVALID_YAML', exitCode: 2, place: { file: 'compose.x.yml', line } }),
  )
})

it('reads an empty file as an empty recipe', () => {
  expect(parseComposeSource('compose.yml', '').root).toEqual({})
})
