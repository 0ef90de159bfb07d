import { expect, it } from 'vitest'
import { readComposeDocument } from './compose-document.js'
import { expandText } from './env-expansion.js'
import { parseEnvFile } from './env-file.js'
import { planSecrets } from './secret-plan.js'

const base = `services:
  app: {image: a, secrets: [pw, {source: key, target: api-key}]}
  db: {image: d, secrets: [pw]}
secrets:
  pw: {external: true, name: "\${STACK_NAME}_pw_\${SECRET_PW_VERSION}"}
  key: {external: true, name: "\${STACK_NAME}_key_\${SECRET_KEY_VERSION:-v1}"}
  unused: {external: true, name: "\${STACK_NAME}_unused_\${SECRET_UNUSED_VERSION}"}
  fixed: {external: true, name: shared_cert_v3}
  file: {file: ./secret.txt}`

function plan(envText: string, compose = base) {
  const sample = parseEnvFile(envText, { file: '.env.sample' })
  const values = Object.fromEntries(sample.entries.map(({ key, value }) => [key, value]))
  const doc = readComposeDocument(expandText(compose, { ...values, STACK_NAME: 't' }))
  return planSecrets({ composeTexts: [{ file: 'compose.yml', text: compose }], doc, sample, stack: 't' })
}

const defaults = { generate: true, length: undefined, charset: undefined }
const sampleText = 'SECRET_PW_VERSION=v2 # length=32 charset=hex\nSECRET_KEY_VERSION=v1 # generate=false'

it('plans only the secrets that a service uses', () => {
  expect(plan(sampleText)).toEqual([
    {
      name: 'pw',
      swarmName: 't_pw_v2',
      version: 'v2',
      variable: 'SECRET_PW_VERSION',
      generate: true,
      length: 32,
      charset: 'hex',
      usedBy: ['app', 'db'],
    },
    {
      ...{ ...defaults, name: 'key', swarmName: 't_key_v1', version: 'v1', variable: 'SECRET_KEY_VERSION' },
      generate: false,
      usedBy: ['app'],
    },
  ])
})

it.each([
  ['a version that compose defaults', 'SECRET_PW_VERSION=v1', 'pw, key', 'v1'],
  ['a switched-off modifier line', 'SECRET_PW_VERSION=v1\n#SECRET_KEY_VERSION=v1 # generate=false', 'pw, key', 'v1'],
  ['a charset nobody knows', 'SECRET_PW_VERSION=v1 # charset=alnum', 'pw, key', 'v1'],
])('accepts %s', (_, text, names, version) => {
  const plans = plan(text)
  expect(plans.map((secret) => secret.name).join(', ')).toBe(names)
  expect(plans.every((secret) => secret.generate && secret.version === version)).toBe(true)
})

it.each([
  ['with a hard-coded name', 'x: {external: true, name: cert_v3}', { swarmName: 'cert_v3', version: 'v3' }],
  ['in the old external form', 'x: {external: {name: cert_v3}}', { swarmName: 'cert_v3', version: 'v3' }],
  ['without a name', 'x: {external: true}', { swarmName: 'x', version: 'x' }],
])('plans a secret %s, which has no variable', (_, secret, expected) => {
  const plans = plan('', `services: {app: {secrets: [x]}}\nsecrets: {${secret}}`)
  expect(plans).toEqual([{ ...defaults, name: 'x', variable: undefined, usedBy: ['app'], ...expected }])
})

it('plans nothing for a secret made from a file', () => {
  expect(plan('', 'services: {app: {secrets: [x]}}\nsecrets: {x: {file: ./x}}')).toEqual([])
})

it('A-21: names the variable of a secret without a version', () => {
  expect(() => plan('SECRET_KEY_VERSION=v1')).toThrow(
    expect.objectContaining({
      code: 'SECRET_VERSION_MISSING',
      hint: 'Add SECRET_PW_VERSION=v1 to .env.sample.',
      place: { file: '.env.sample', key: 'SECRET_PW_VERSION', service: 'app' },
    }),
  )
})

it('A-23: names service and remedy where only the sample has the version, which an app that exists never reads again', () => {
  const sample = parseEnvFile('SECRET_PW_VERSION=v2', { file: '.env.sample' })
  const doc = readComposeDocument(expandText(base, { STACK_NAME: 't' }))

  expect(() => planSecrets({ composeTexts: [{ file: 'compose.yml', text: base }], doc, sample, stack: 't' })).toThrow(
    expect.objectContaining({
      message: 'app: the Swarm name of its secret pw has no version: t_pw_',
      hint: expect.stringContaining('write ${SECRET_PW_VERSION:-v2} in the compose file'),
      place: { service: 'app' },
    }),
  )
})

it.each(['abc', '0', '-1', '1.5', '999999'])('refuses length=%s and says where', (length) => {
  expect(() => plan(`A=b\nSECRET_PW_VERSION=v1 # length=${length}`)).toThrow(
    expect.objectContaining({ code: 'SECRET_MODIFIER_INVALID', place: expect.objectContaining({ line: 2 }) }),
  )
})
