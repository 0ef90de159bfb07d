import { expect, it } from 'vitest'
import { readComposeDocument } from './compose-document.js'
import { configsChangedWithoutBump, planConfigs } from './config-plan.js'

it('plans configs with their file, driver and users', () => {
  const doc = readComposeDocument(`services: {app: {configs: [{source: index}]}, web: {configs: [index]}}
configs:
  index: {name: t_index_v1, file: /recipe/index.tmpl, template_driver: golang}
  plain: {file: ./plain.conf}
  shared: {external: true}`)
  expect(planConfigs(doc, 't')).toEqual([
    {
      ...{ name: 'index', swarmName: 't_index_v1', external: false, file: '/recipe/index.tmpl' },
      ...{ templateDriver: 'golang', usedBy: ['app', 'web'] },
    },
    expect.objectContaining({ name: 'plain', swarmName: 't_plain', file: './plain.conf', usedBy: [] }),
    expect.objectContaining({ name: 'shared', swarmName: 'shared', external: true, file: undefined }),
  ])
})

const index = { name: 'index', swarmName: 't_index_v1', templateDriver: 'golang', text: 'a' }

it.each([
  ['an unchanged file', [index], []],
  ['a changed file under the same name', [{ ...index, text: 'b' }], ['index']],
  ['a changed driver under the same name', [{ ...index, templateDriver: undefined }], ['index']],
  ['a changed file with a bumped version', [{ ...index, text: 'b', swarmName: 't_index_v2' }], []],
  ['a renamed key that keeps the Swarm name', [{ ...index, name: 'page', text: 'b' }], ['page']],
  ['a new config', [index, { ...index, name: 'new', swarmName: 't_new_v1' }], []],
  ['a removed config', [], []],
])('A-21: judges %s', (_, head, expected) => {
  expect(configsChangedWithoutBump([index], head).map((config) => config.name)).toEqual(expected)
})
