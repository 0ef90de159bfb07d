import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { documentNames, jsonSchemaOf } from './json-schemas.js'

const folder = new URL('../schemas/', import.meta.url)

describe('the published JSON Schemas', () => {
  it.each(documentNames)('%s is what the code says (else: pnpm --filter @cc-ci/contracts generate)', (name) => {
    expect(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))).toEqual(jsonSchemaOf(name))
  })

  it('has no file that the code does not know', () => {
    expect(readdirSync(folder).sort()).toEqual(documentNames.map((name) => `${name}.json`).sort())
  })

  it('lets results carry new keys, and settings not', () => {
    expect(jsonSchemaOf('run-result')).not.toHaveProperty('additionalProperties')
    expect(jsonSchemaOf('recipe-settings')).toHaveProperty('additionalProperties', false)
  })

  it('asks for no setting that has a default', () => {
    expect(jsonSchemaOf('recipe-settings').required).toBeUndefined()
    expect(jsonSchemaOf('workspace-config').required).toEqual(['version'])
  })
})
