import { expect, it } from 'vitest'
import { isDebianOnly } from './build-base.js'

it.each([
  ['a one-line source without a key', 'deb http://mirror.test/debian bookworm main\n', true],
  [
    'Debian’s own stanza',
    'Types: deb\nURIs: http://m.test/debian\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n',
    true,
  ],
  ['a third party’s stanza', 'Types: deb\nURIs: https://m.test/\nSigned-By: /usr/share/keyrings/vendor.gpg\n', false],
  [
    'a third party’s line',
    'deb [arch=amd64 signed-by=/etc/apt/keyrings/vendor.asc] https://m.test bookworm stable\n',
    false,
  ],
  ['only comments', '# deb http://mirror.test/debian bookworm main\n', false],
])('%s', (_case, text, usable) => {
  expect(isDebianOnly(text)).toBe(usable)
})
