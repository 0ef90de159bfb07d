import { describe, expect, it } from 'vitest'
import { recipeSettingsSchema } from './recipe-settings.js'
import { serverSettingsSchema } from './server-settings.js'
import { watchdogSettingsSchema } from './watchdog-settings.js'
import { workspaceConfigSchema } from './workspace-config.js'
import { didYouMean, readYamlDocument } from './yaml-document.js'

const lines = (...text: string[]): string => text.join('\n')

describe('recipe.yaml', () => {
  it('needs no key at all: every one has a default', () => {
    expect(readYamlDocument(recipeSettingsSchema, '# nothing set\n')).toMatchObject({
      ok: true,
      value: { healthPath: '/', healthOk: [200, 301, 302], deployTimeout: 600, expectedNa: {}, warmCanonical: false },
    })
  })

  it('takes every key', () => {
    const text = lines(
      'healthPath: /status',
      'healthOk: [200, 401]',
      'deployTimeout: 2400',
      'httpTimeout: 900',
      'extraEnv: { LANG: "C" }',
      'upgradeExtraEnv: { NEW_KEY: "1" }',
      'upgradeBaseVersion: 1.0.0+2.0.0',
      'expectedNa: { backup_restore: stateless }',
      'backupCapable: false',
      'readyProbe: { tcpHost: db, tcpPort: 5432 }',
      'deps: [keycloak]',
      'warmCanonical: true',
    )
    const read = readYamlDocument(recipeSettingsSchema, text)
    expect(read).toMatchObject({ ok: true, value: { readyProbe: { tcpPort: 5432, stable: 3 } } })
    if (read.ok) expect(Object.keys(read.value).sort()).toEqual(Object.keys(recipeSettingsSchema.shape).sort())
  })

  it.each<[string, string, number, string, string, string?]>([
    ['a misspelt key', lines('# ours', 'healthpath: /'), 2, 'healthpath', 'unknown key', 'Did you mean "healthPath"?'],
    ['a key nobody would guess', 'zzzzzzzz: 1', 1, 'zzzzzzzz', 'unknown key', 'Known names: healthPath, '],
    ['text for a number', 'deployTimeout: soon', 1, 'deployTimeout', 'expected number, received string'],
    ['a number for text', 'extraEnv:\n  A: 1', 2, 'extraEnv.A', 'expected string', 'Put the value in quotes.'],
    ['a variable name with a dash', 'extraEnv: {A-B: x}', 1, 'extraEnv.A-B', 'letters, digits and _ only'],
    ['a relative path', 'healthPath: status', 1, 'healthPath', 'must start with "/"'],
    ['404 as healthy', lines('healthOk:', '  - 200', '  - 404'), 3, 'healthOk.1', '404 is never healthy'],
    ['no healthy code', 'healthOk: []', 1, 'healthOk', 'Too small'],
    ['a rung nobody knows', lines('expectedNa:', '  upgrad: no'), 2, 'expectedNa.upgrad', 'unknown key', '"upgrade"?'],
    ['install as not applicable', 'expectedNa: {install: no app}', 1, 'expectedNa.install', 'install always applies'],
    ['a declared rung without reason', 'expectedNa: {upgrade: ""}', 1, 'expectedNa.upgrade', 'Too small'],
    ['a probe of no known kind', 'readyProbe: 5432', 1, 'readyProbe', 'expected object, received number'],
    ['a misspelt probe key', 'readyProbe: {path: /, hots: a}', 1, 'readyProbe.hots', 'unknown key', '"host"?'],
    ['a port that cannot be', 'readyProbe: {tcpHost: a, tcpPort: 70000}', 1, 'readyProbe.tcpPort', 'Too big'],
    ['404 as ready', 'readyProbe: {path: /, ok: [404]}', 1, 'readyProbe.ok.0', '404 is never healthy'],
    ['a list for a document', '- healthPath', 1, '', 'is not what it should be: expected object, received array'],
    ['a name for a flag', 'warmCanonical: yes', 1, 'warmCanonical', 'expected boolean, received string'],
  ])('H-06: rejects %s with its line and key', (_, text, line, key, message, hint) => {
    const read = readYamlDocument(recipeSettingsSchema, text)
    expect(read).toEqual({
      ok: false,
      problems: [
        {
          line,
          key,
          message: expect.stringContaining(message),
          hint: hint === undefined ? undefined : expect.stringContaining(hint),
        },
      ],
    })
  })
})

describe('cc-ci.yaml', () => {
  it('has defaults for all but its version', () => {
    expect(readYamlDocument(workspaceConfigSchema, 'version: 1')).toEqual({
      ok: true,
      value: {
        version: 1,
        zone: 'ci.test',
        engine: { kind: 'swarm' },
        capacity: 2,
        runLimit: 3600,
        runsDir: 'runs',
        upgrade: { skipCanonicals: false },
        recipes: {},
        protocol: { repository: '.', folder: 'protocol' },
        loops: [],
        watchdog: watchdogSettingsSchema.parse({}),
        notify: { channels: [], digest: 3600 },
        server: serverSettingsSchema.parse({}),
        results: { trustedKeys: [], retention: { days: 90, perRunMb: 100, totalMb: 10_000 } },
      },
    })
  })

  it.each<[string, string, number, string]>([
    ['no version', 'zone: ci.test', 1, 'version'],
    ['a version from the future', lines('zone: a.test', 'version: 2'), 2, 'version'],
    ['a zone that is no DNS name', 'version: 1\nzone: CI test', 2, 'zone'],
    ['an engine nobody has', 'version: 1\nengine: {kind: podman}', 2, 'engine.kind'],
    [
      'a proxy without a port',
      lines('version: 1', 'engine:', '  proxy:', '    address: host'),
      4,
      'engine.proxy.address',
    ],
    ['capacity for nothing', 'version: 1\ncapacity: 0', 2, 'capacity'],
    ['a recipe without a url', lines('version: 1', 'recipes:', '  a:', '    enrolled: true'), 3, 'recipes.a.url'],
    [
      'a misspelt key deep inside',
      lines('version: 1', 'recipes:', '  a:', '    url: x', '    enroled: true'),
      5,
      'recipes.a.enroled',
    ],
  ])('H-06: rejects %s with its line and key', (_, text, line, key) => {
    const read = readYamlDocument(workspaceConfigSchema, text)
    expect(read).toMatchObject({ ok: false, problems: [{ line, key }] })
  })

  it('reports all problems at once, in the order of the file', () => {
    const read = readYamlDocument(workspaceConfigSchema, lines('version: 1', 'recipes:', '  a: {uri: x}', 'capcity: 3'))
    expect(read).toMatchObject({
      problems: [
        { line: 3, key: 'recipes.a.url' },
        { line: 3, key: 'recipes.a.uri', hint: 'Did you mean "url"?' },
        { line: 4, key: 'capcity', hint: 'Did you mean "capacity"?' },
      ],
    })
  })
})

describe('text that is not YAML', () => {
  it.each<[string, string, number]>([
    ['an open bracket', lines('version: 1', 'zone: [a'), 2],
    ['a tab for indentation', lines('engine:', '\tkind: swarm'), 2],
    ['the same key twice', lines('version: 1', 'zone: a', 'zone: b'), 3],
    ['an alias of nothing', 'zone: *nowhere', 1],
  ])('H-06: rejects %s with its line', (_, text, line) => {
    const read = readYamlDocument(workspaceConfigSchema, text)
    expect(read).toMatchObject({ ok: false, problems: [{ line, message: expect.stringContaining('not valid YAML') }] })
  })
})

describe('did you mean', () => {
  it.each([
    ['Upgrade', ['upgrade', 'install'], 'Did you mean "upgrade"?'],
    ['instal', ['upgrade', 'install'], 'Did you mean "install"?'],
    ['xyzzy', ['upgrade', 'install'], 'Known names: upgrade, install.'],
    ['anything', [], undefined],
  ])('for %s of %j says %s', (name, known, answer) => {
    expect(didYouMean(name, known)).toBe(answer)
  })
})
