import { describe, expect, it } from 'vitest'
import type { SecretPlan } from '../recipe/secret-plan.js'
import { explainRefusal, isAboutConverging, isAboutLint } from './explain-refusal.js'
import { readSecretTable } from './read-secret-table.js'
import { readSnapshotId } from './read-snapshot-id.js'
import { readAbraVersion } from './read-version.js'

it.each([
  ['abra version 0.13.0-beta-1a2b3c4', '0.13.0-beta-1a2b3c4'],
  ['abra version 0.8.1-beta\n', '0.8.1-beta'],
  ['abra 1.0', undefined],
  ['abra: command not found', undefined],
])('the version in “%s” is %s', (text, version) => {
  expect(readAbraVersion(text)).toBe(version)
})

describe('the snapshot that a backup made', () => {
  it.each([
    ['restic’s words', 'Files: 3 new\nsnapshot 40dc1520 saved\nINFO backup finished', '40dc1520'],
    ['restic’s JSON', '{"message_type":"summary","snapshot_id":"40dc1520aa40dc1520aa"}', '40dc1520aa40dc1520aa'],
    ['a log line', 'level=info snapshot_id=40dc1520 msg="done"', '40dc1520'],
    ['the last of several', 'snapshot 11111111 saved\nsnapshot 22222222 saved', '22222222'],
    ['nothing at all', 'INFO backup finished', undefined],
    ['something else of that form', 'using parent deadbeef', undefined],
  ])('is read from %s', (_, text, id) => {
    expect(readSnapshotId(text)).toBe(id)
  })
})

it('generated secrets are read by name, and one that is not shown is not invented', () => {
  const plan = (name: string): SecretPlan => ({
    ...{ name, swarmName: `wiki_${name}_v1`, version: 'v1', variable: undefined, generate: true, length: 8 },
    ...{ charset: undefined, usedBy: ['app'] },
  })
  const text = '┏━━┓\n┃ NAME ┃ VALUE    ┃\n┣━━┫\n┃ pw   ┃ s3cr=t:1 ┃\n┃ wiki_key_v1 ┃ abc ┃\n┗━━┛\nWARN not shown again'

  expect(readSecretTable(text, ['pw', 'key', 'none'].map(plan))).toEqual(
    new Map([
      ['pw', 's3cr=t:1'],
      ['key', 'abc'],
    ]),
  )
})

describe('a refusal', () => {
  it.each([
    ['A-02', 'FATA inappropriate ioctl for device', 'ABRA_NEEDS_TERMINAL'],
    ['A-19', 'FATA unable to fetch tags: authentication required', 'ABRA_ORIGIN_REFUSED'],
    ['', 'FATA no backupbot discovered, is it deployed?', 'BACKUPBOT_MISSING'],
    ['', 'Error: unknown shorthand flag: -c', 'ABRA_FLAG_UNKNOWN'],
    ['', 'Incorrect Usage. flag provided but not defined: -c', 'ABRA_FLAG_UNKNOWN'],
    ['A-04', 'FATA wiki has locally unstaged changes?', undefined],
    ['A-09', "FATA services.app.healthcheck.start_period Does not match format 'duration'", undefined],
    ['A-21', 'FATA secret not generated: pw', undefined],
    ['', 'FATA pre-hook failed: dump --all: unknown flag: --all', undefined],
  ])('%s says whose matter it is: %s', (_, text, code) => {
    const { ok, why, infra } = explainRefusal({ exitCode: 1, text })

    expect([ok, infra?.code]).toEqual([false, code])
    expect(text).toContain(why)
  })

  it.each([
    ['deploy timed out after 50 seconds', true, false],
    ['deploy failed 🛑', true, false],
    ['the update was rolled back', true, false],
    ['critical errors present in wiki, see abra recipe lint wiki', false, true],
    ['secret not generated: pw', false, false],
    ['only updates to Labels are allowed', false, false],
  ])('“%s” is about converging: %s, about lint: %s', (why, converging, lint) => {
    expect([isAboutConverging(why), isAboutLint(why)]).toEqual([converging, lint])
  })
})
