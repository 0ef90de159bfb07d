import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readComposeDocument } from './compose-document.js'
import { renderCompose } from './render-compose.js'
import { composeCases } from './testing/compose-cases.js'
import { refusedCases } from './testing/refused-compose-cases.js'

const folder = '/runs/7/recipe'

function render(texts: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const answer = renderCompose({ files: texts.map((text, index) => ({ file: `${index}.yml`, text })), env, folder })
  return answer.ok ? parse(answer.document) : answer.why
}

const service = (...contents: readonly string[]) =>
  render(contents.map((content) => `services: {app: {${content}}}`)).services.app

describe('the merge of compose files', () => {
  it.each([
    ['joins lists without repetitions', 'cap_add: [A]', 'cap_add: [A, B]', { cap_add: ['A', 'B'] }],
    ['replaces a command', 'command: [a, b]', 'command: [c]', { command: ['c'] }],
    ['keeps what an overlay leaves empty', 'image: x, tty: true', 'image: "", tty: false', { image: 'x', tty: true }],
    ['takes a zero of replicas', 'deploy: {replicas: 2}', 'deploy: {replicas: 0}', { deploy: { replicas: 0 } }],
    ['takes no zero of a time', 'stop_grace_period: 5s', 'stop_grace_period: 0s', { stop_grace_period: '5s' }],
    ['lays labels over each other', 'labels: {A: 1, B: 2}', 'labels: [A=, C=3]', { labels: { A: '', B: '2', C: '3' } }],
    [
      'keeps variables that an overlay leaves empty',
      'environment: {A: 1}',
      'environment: [A=]',
      { environment: { A: '1' } },
    ],
    [
      'replaces a mount by its target',
      'volumes: ["one:/a", "two:/b:ro"]',
      'volumes: [./c:/b]',
      {
        volumes: [
          { type: 'volume', source: 'one', target: '/a' },
          { type: 'bind', source: `${folder}/c`, target: '/b' },
        ],
      },
    ],
    [
      'replaces a port by the published one',
      'ports: ["80:80"]',
      'ports: ["80:81/udp"]',
      { ports: [{ mode: 'ingress', target: 81, published: 80, protocol: 'udp' }] },
    ],
    [
      'replaces a grant by its source',
      'secrets: [a, {source: b, mode: 0400}]',
      'secrets: [{source: b, target: t}]',
      { secrets: [{ source: 'a' }, { source: 'b', target: 't' }] },
    ],
    [
      'adds networks, with the aliases of the overlay',
      'networks: {n: {aliases: [a]}}',
      'networks: {n: {aliases: [b]}, m: }',
      { networks: { m: null, n: { aliases: ['b'] } } },
    ],
  ])('%s', (_, base, over, expected) => {
    expect(service(base, over)).toEqual(expected)
  })

  it('replaces a volume, network, secret or config whole', () => {
    const merged = render(['volumes: {v: {driver: x}}\nconfigs: {c: {file: a}}', 'volumes: {v: {name: y}}'])

    expect(merged).toMatchObject({ volumes: { v: { name: 'y' } }, configs: { c: { file: `${folder}/a` } } })
    expect(merged.volumes.v).toEqual({ name: 'y' })
  })
})

it('A-22: gives a variable without a value the one of the app, or none', () => {
  const { services } = render(['services: {app: {environment: [MODE, NO, EMPTY=]}}'], { MODE: 'fast', EMPTY: 'full' })

  expect(services.app.environment).toEqual({ MODE: 'fast', NO: null, EMPTY: 'full' })
})

it('reads modes as octal and keeps keys that it does not know', () => {
  expect(service('configs: [{source: c, mode: 0555}], x-own: {a: 1}, future: 5')).toEqual({
    ...{ configs: [{ source: 'c', mode: 0o555 }], 'x-own': { a: 1 }, future: 5 },
  })
})

it.each([
  ['', '3.9'],
  ['version: "3"', '3.9'],
  ['version: "3.13"', '3.9'],
  ['version: "3.7"', '3.7'],
  ['version: "2.4"', '2.4'],
])('says a version that clients of that age know: %j becomes %s', (line, version) => {
  expect(render([`${line}\nservices: {}`]).version).toBe(version)
})

it.each(composeCases)('gives a document that can be read: $what', ({ files, env }) => {
  const answer = renderCompose({ files: Object.entries(files).map(([file, text]) => ({ file, text })), env, folder })

  expect(answer).toMatchObject({ ok: true })
  expect(answer.ok && readComposeDocument(answer.document).raw).toHaveProperty('services')
})

it.each(refusedCases)('refuses with file and line: $what', ({ files, env, why }) => {
  const answer = renderCompose({ files: Object.entries(files).map(([file, text]) => ({ file, text })), env, folder })

  expect(answer).toEqual({ ok: false, why: expect.stringContaining(why) })
})
