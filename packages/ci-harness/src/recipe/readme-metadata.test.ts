import { expect, it } from 'vitest'
import { readReadmeMetadata } from './readme-metadata.js'

const read = (bullets: string) =>
  readReadmeMetadata(`# tiny\n\n<!-- metadata -->\n${bullets}\n<!-- endmetadata -->\n* **SSO**: no`)

it('reads the block as the recipe template writes it', () => {
  const block = `
* **Category**: Apps
* **Status**: 4, stable
* **Image**: [\`nginx\`](https://hub.docker.com/_/nginx), 4, upstream
* **Healthcheck**: Yes
* **Backups**: Yes
* **Email**: N/A
* **Tests**: 2
* **SSO**: Keycloak: OIDC
`
  expect(read(block)).toEqual({
    category: 'Apps',
    status: 4,
    image: { name: 'nginx', url: 'https://hub.docker.com/_/nginx', rating: 4, source: 'upstream' },
    healthcheck: 'Yes',
    backups: 'Yes',
    email: 'N/A',
    tests: '2',
    sso: 'Keycloak: OIDC',
  })
})

it.each([
  ['no bullets', '', { category: undefined, status: undefined, image: undefined }],
  ['plain bullets', '- Category: Apps\n+ status: 3', { category: 'Apps', status: 3 }],
  ['a bold colon', '* **Category:** Apps', { category: 'Apps' }],
  ['an empty bullet', '* **Category**:\n* **Status**: 1', { category: undefined, status: 1 }],
  ['a status in words', '* **Status**: beta', { status: undefined }],
  ['a status off the scale', '* **Status**: 15', { status: undefined }],
  [
    'a plain image',
    '* **Image**: nginx',
    { image: { name: 'nginx', url: undefined, rating: undefined, source: undefined } },
  ],
  [
    'an image without a link',
    '* **Image**: nginx, 3, us',
    { image: { name: 'nginx', url: undefined, rating: 3, source: 'us' } },
  ],
  [
    'an image rated off the scale',
    '* **Image**: [x](y), 9',
    { image: { name: 'x', url: 'y', rating: undefined, source: undefined } },
  ],
  ['Windows line ends', '* **Category**: Apps\r\n* **Status**: 2\r', { category: 'Apps', status: 2 }],
])('tolerates %s', (_, bullets, expected) => {
  expect(read(bullets)).toMatchObject(expected)
})

it('reads nothing after the block', () => {
  expect(read('* **Category**: Apps')?.sso).toBeUndefined()
})

it.each([
  ['the next heading', '<!-- metadata -->\n* **Status**: 1\n## Use\n* **SSO**: no'],
  ['the end of the file', '<!--metadata-->\n* **Status**: 1'],
])('without an end mark stops at %s', (_, readme) => {
  expect(readReadmeMetadata(readme)).toMatchObject({ status: 1, sso: undefined })
})

it.each(['', '# tiny\n* **Status**: 1'])('knows a README without the block', (readme) => {
  expect(readReadmeMetadata(readme)).toBeUndefined()
})
