import { expect, it } from 'vitest'
import { readComposeDocument } from './compose-document.js'
import { imagesOf } from './service-images.js'
import { bindSourcesOf, mountedVolumesOf, volumesOf } from './service-mounts.js'

const doc = readComposeDocument(`services:
  app:
    image: nginx:1
    depends_on: [ghost]
    volumes: ["data:/data", "conf:/conf:ro", "/etc/timezone:/etc/timezone:ro", /scratch]
    tmpfs: [/run]
  db: {image: "postgres:15", volumes: ["db:/var/lib/postgresql/data", "/etc/timezone:/etc/timezone", "./x:/x"]}
  worker: {image: "nginx:1", volumes: ["data:/d", "./x:/x", "./x:/y"]}
  broken: {}
volumes: {data: {}, conf: {external: true}, unused: {}}`)

it('A-08: lists every image once, whatever depends_on says', () => {
  expect(imagesOf(doc)).toEqual(['nginx:1', 'postgres:15'])
})

it('tells where a service keeps data', () => {
  expect(volumesOf(doc, 'app')).toEqual({
    writable: [{ volume: 'data', target: '/data' }],
    readOnly: [{ volume: 'conf', target: '/conf' }],
    binds: [{ source: '/etc/timezone', target: '/etc/timezone', readOnly: true }],
    tmpfs: ['/run'],
    anonymous: ['/scratch'],
  })
})

it('knows no volumes of a service that is not there', () => {
  expect(Object.values(volumesOf(doc, 'nobody')).flat()).toEqual([])
})

it('lists the volumes of the stack that are really mounted', () => {
  expect(mountedVolumesOf(doc).map(({ key, external }) => [key, external])).toEqual([
    ['data', false],
    ['conf', true],
    ['db', false],
  ])
})

it('A-14: names each host path once, with the services that need it', () => {
  expect(bindSourcesOf(doc)).toEqual([
    { source: '/etc/timezone', services: ['app', 'db'] },
    { source: './x', services: ['db', 'worker'] },
  ])
})
