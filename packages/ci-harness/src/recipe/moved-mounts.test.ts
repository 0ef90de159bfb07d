import { expect, it } from 'vitest'
import { readComposeDocument } from './compose-document.js'
import { describeMovedMounts } from './moved-mounts.js'

const recipe = (...mounts: readonly string[]) =>
  readComposeDocument(JSON.stringify({ services: { app: { image: 'a', volumes: mounts } }, volumes: { data: {} } }))

it.each([
  ['stays', ['data:/data'], ['data:/data'], []],
  ['moves', ['data:/data'], ['data:/srv'], ['app now mounts the volume data at /srv instead of /data.']],
  ['is mounted a second time', ['data:/data'], ['data:/data', 'data:/srv'], []],
  ['is gone, which is told as lost data', ['data:/data'], [], []],
])('a volume that %s', (_, before, after, told) => {
  expect(describeMovedMounts(recipe(...before), recipe(...after))).toEqual(told)
})
