import { expect, it } from 'vitest'
import type { HttpAnswer } from '../ports/http-probe.js'
import { judgeAnswer } from './judge-answer.js'

const domain = 'wiki-0a1b2c.ci.test'
const answer = (status: number, location?: string): HttpAnswer => ({
  ...{ answered: true, status, server: 'nginx', location, body: 'hello', verifiedTls: true },
})
const silent = (why: string): HttpAnswer => ({ answered: false, why })
const usual = [200, 301, 302]

it.each<[string, HttpAnswer, readonly number[], boolean, string]>([
  ['an accepted status', answer(200), usual, true, 'HTTP 200'],
  ['an accepted redirect', answer(302), usual, true, 'HTTP 302'],
  ['a redirect within the app', answer(302, '/install.php'), usual, true, 'HTTP 302'],
  ['a redirect to the app by its name', answer(301, `https://${domain}/start`), usual, true, 'HTTP 301'],
  ['a redirect to a part of the app', answer(302, `//login.${domain}/`), usual, true, 'HTTP 302'],
  ['a redirect to another site', answer(302, 'https://example.org/down'), usual, false, 'another site'],
  ['a permanent redirect to itself', answer(301, `https://${domain}/`), usual, false, 'back to itself'],
  ['a temporary redirect to itself, for a cookie', answer(302, '/'), usual, true, 'HTTP 302'],
  ['an error that the recipe accepts', answer(401), [401], true, 'HTTP 401'],
  ['a status that is not accepted', answer(503), usual, false, 'HTTP 503, accepted are 200, 301, 302'],
  ['the status of nobody', answer(0), usual, false, 'HTTP 0'],
  ['V-11: the proxy’s 404', answer(404), usual, false, 'HTTP 404'],
  ['V-11: a 404, even if it is accepted', answer(404), [404], false, 'HTTP 404'],
  ['V-12: a refused port', silent('connection refused'), usual, false, 'connection refused'],
  [
    'V-12: a failed probe, whatever is accepted',
    silent('no answer within 5 s'),
    [0, 999],
    false,
    'no answer within 5 s',
  ],
  [
    'V-11: a certificate that is not verified',
    silent('the certificate could not be verified'),
    usual,
    false,
    'certificate',
  ],
])('%s', (_, seen, accepted, serving, why) => {
  const judgement = judgeAnswer(seen, accepted, { domain, path: '/' })

  expect(judgement.serving).toBe(serving)
  expect(judgement.why).toContain(why)
})
