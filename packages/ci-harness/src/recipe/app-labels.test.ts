import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { addAppLabels, doubleDollars, exposeAllEnv, toDeployableYaml } from './app-labels.js'
import { readComposeDocument, serviceNamed } from './compose-document.js'

const read = (labels: string) =>
  readComposeDocument(
    `services: {app: {image: i, environment: {A: own, B: }, deploy: {labels: ${labels}}}, db: {image: d}}`,
  )
const identity = { stack: 't', recipe: 'tiny', version: '1.0.0+1', chaos: false, chaosVersion: '12345678+U' }
const appLabels = (doc: ReturnType<typeof read>) => serviceNamed(doc, 'app')?.labels

describe('addAppLabels', () => {
  it('writes the labels of a pinned deploy on app only, and keeps the others', () => {
    const doc = addAppLabels(read('["x=y", "coop-cloud.t.version=0.9.0+1"]'), { ...identity, timeoutSeconds: 600 })
    expect(appLabels(doc)).toEqual({
      x: 'y',
      'coop-cloud.t.recipe': 'tiny',
      'coop-cloud.t.version': '1.0.0+1',
      'coop-cloud.t.chaos': 'false',
      'coop-cloud.t.timeout': '600',
    })
    expect(serviceNamed(doc, 'db')?.labels).toEqual({})
  })

  it.each([
    ['keeps the version that the recipe states', '["coop-cloud.t.version=0.9.0+1"]', '0.9.0+1'],
    ['states one where the recipe has none', '{}', '1.0.0+1'],
    ['states one where the recipe leaves it empty', '{coop-cloud.t.version: ""}', '1.0.0+1'],
  ])('under chaos %s', (_, labels, version) => {
    expect(appLabels(addAppLabels(read(labels), { ...identity, chaos: true }))).toMatchObject({
      'coop-cloud.t.chaos': 'true',
      'coop-cloud.t.chaos-version': '12345678+U',
      'coop-cloud.t.version': version,
    })
  })

  it('leaves a recipe without a service app as it is', () => {
    const doc = readComposeDocument('services: {web: {image: i}}')
    expect(exposeAllEnv(addAppLabels(doc, identity), { A: 'b' })).toBe(doc)
  })
})

it('A-22: gives app every variable that it does not set itself, and other services none', () => {
  const doc = exposeAllEnv(read('{}'), { A: 'env', B: 'env', TYPE: 'tiny:1.0.0+1' })
  expect(serviceNamed(doc, 'app')?.environment).toEqual({ A: 'own', B: 'env', TYPE: 'tiny:1.0.0+1' })
  expect(serviceNamed(doc, 'db')?.environment).toEqual({})
})

it('doubles dollars in keys, texts and lists, and in nothing else', () => {
  expect(doubleDollars({ $a: ['b$c', 1, null, true], d: { e: '$$' } })).toEqual({
    $$a: ['b$$c', 1, null, true],
    d: { e: '$$$$' },
  })
})

describe('toDeployableYaml', () => {
  it('quotes what YAML 1.1 would take for something else', () => {
    const env = { ON: 'on', NUM: '1_000', OCT: '0123', TIME: '12:30:45', NL: 'a\nb', EMPTY: '' }
    const yaml = toDeployableYaml(exposeAllEnv(read('{}'), env))
    expect(toDeployableYaml(exposeAllEnv(read('{}'), { Y: 'x' }))).toContain('"Y": "x"')
    for (const text of ['on', '1_000', '0123', '12:30:45', 'a\\nb', '']) expect(yaml).toContain(`: "${text}"\n`)
  })

  it('A-22: leaves out variables without a value, which Docker would take from the host', () => {
    const doc = readComposeDocument(
      'services: {db: {environment: {LANG: , A: b, C: ""}}, web: {environment: [LANG, A=b]}}',
    )
    expect(parse(toDeployableYaml(doc)).services).toEqual({
      db: { environment: { A: 'b', C: '' } },
      web: { environment: { A: 'b' } },
    })
  })

  it('keeps keys that the reading does not know, and their types', () => {
    const doc = readComposeDocument(
      'x-y: {a: 1}\nservices: {app: {image: i, init: true}}\nnetworks: {p: {external: true}}',
    )
    expect(parse(toDeployableYaml(doc))).toEqual(doc.raw)
  })
})
