import { expect, it } from 'vitest'
import { whyNotTheApp } from './judge-page.js'

const domain = 'wiki-0a1b2c.ci.test'
const part = `login.${domain}`
const here = `https://${domain}/`

it.each<[string, string, number | undefined, string | undefined]>([
  ['the app', here, 200, undefined],
  ['a part of the app under its own name', `https://${part}/`, 200, undefined],
  ['a status of its own that the recipe accepts', here, 401, undefined],
  ['V-11: the proxy’s 404', here, 404, 'HTTP 404 at /'],
  ['a refusal', here, 403, 'HTTP 403 at /'],
  ['an error, even if it is accepted', here, 503, 'HTTP 503 at /'],
  ['another site', 'https://example.org/', 200, '/ leads to another site: example.org'],
  ['a name that only ends like the app', `https://evil${domain}/`, 200, `/ leads to another site: evil${domain}`],
  ['no site at all', 'about:blank', undefined, '/ leads to another site: about:blank'],
  ['no answer', here, undefined, '/ gave no page'],
])('%s', (_, url, status, why) => {
  expect(whyNotTheApp({ url, status }, { domain, path: '/', accepted: [200, 401, 404, 503] })).toBe(why)
})
