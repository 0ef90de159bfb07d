import { describe, expect, it } from 'vitest'
import type { CiEnvironment } from './ci-environment.js'
import { locatePullRequest, pullRequestOfCi } from './locate-pull-request.js'
import { parsePullRequest } from './pull-request-argument.js'
import { isSameRepository, parseRepositoryUrl, type RepositoryAddress } from './repository-address.js'

const wiki = { forgeUrl: 'https://git.example.org', repository: 'org/wiki' }

describe('a repository is recognised', () => {
  it.each([
    ['https://git.example.org/org/wiki.git', wiki],
    ['https://git.example.org/org/wiki/', wiki],
    ['https://bot:hunter2@git.example.org/org/wiki.git', wiki],
    ['http://git.example.org:3000/org/wiki', { ...wiki, forgeUrl: 'http://git.example.org:3000' }],
    ['https://example.org/git/org/wiki.git', { ...wiki, forgeUrl: 'https://example.org/git' }],
    ['git@git.example.org:org/wiki.git', wiki],
    ['ssh://git@git.example.org:2222/org/wiki.git', wiki],
  ])('by %s', (url, address) => expect(parseRepositoryUrl(url)).toEqual(address))

  it.each([
    '/srv/recipes/wiki',
    './wiki',
    'file:///srv/org/wiki',
    'https://git.example.org/wiki',
    '',
    'https://',
    'https://git.example.org/org/..',
  ])('in %j: no', (url) => expect(parseRepositoryUrl(url)).toBeUndefined())

  it('whatever its case and the way to it', () => {
    const same = (one: string, other: string): boolean =>
      isSameRepository(parseRepositoryUrl(one) as RepositoryAddress, parseRepositoryUrl(other) as RepositoryAddress)
    expect(same('git@git.example.org:org/wiki.git', 'https://git.example.org/Org/Wiki')).toBe(true)
    expect(same('https://git.example.org/org/wiki', 'https://git.example.org/visitor/wiki')).toBe(false)
    expect(same('https://git.example.org/org/wiki', 'https://git.example.com/org/wiki')).toBe(false)
  })
})

describe('a pull request is named', () => {
  it.each([
    ['42', { number: 42, address: undefined }],
    ['#42', { number: 42, address: undefined }],
    ['https://git.example.org/org/wiki/pulls/42', { number: 42, address: wiki }],
    ['https://git.example.org/org/wiki/pulls/42/files#diff', { number: 42, address: wiki }],
    ['https://github.com/org/wiki/pull/42', { number: 42, address: { ...wiki, forgeUrl: 'https://github.com' } }],
  ])('by %s', (text, named) => expect(parsePullRequest(text)).toEqual(named))

  it.each([
    '0',
    '-1',
    'main',
    '',
    'https://git.example.org/org/wiki/issues/42',
    'https://git.example.org/org/wiki/pulls/0',
    '9'.repeat(20),
  ])('by %j: no', (text) => {
    expect(() => parsePullRequest(text)).toThrow(expect.objectContaining({ code: 'PULL_REQUEST_INVALID', exitCode: 2 }))
  })
})

const ci: CiEnvironment = {
  engine: 'woodpecker',
  forge: 'forgejo',
  repository: wiki,
  pr: 7,
  ofPullRequest: true,
  workspace: '/src',
}
const search = { recipe: 'wiki', own: wiki, configured: undefined, ci: undefined }

describe('the pull request of the pipeline', () => {
  it('is that of its variables', () => expect(pullRequestOfCi(ci)).toEqual({ number: 7, address: wiki }))

  it.each([
    [undefined, 'CI_UNKNOWN', 'Woodpecker'],
    [{ ...ci, pr: undefined, ofPullRequest: false }, 'NOT_A_PULL_REQUEST', 'leave --pr out'],
    [{ ...ci, pr: undefined }, 'NOT_A_PULL_REQUEST', 'github.event.pull_request.number'],
  ])('is missing in %j', (environment, code, hint) => {
    expect(() => pullRequestOfCi(environment)).toThrow(
      expect.objectContaining({ code, exitCode: 2, hint: expect.stringContaining(hint) }),
    )
  })
})

describe('the forge that is asked', () => {
  const named = { number: 7, address: undefined }

  it.each([
    ['is Gitea on a host of its own', {}, 'gitea', 'https://git.example.org'],
    ['is GitHub on github.com', { own: { ...wiki, forgeUrl: 'https://github.com' } }, 'github', 'https://github.com'],
    ['is what the pipeline says of its host', { ci }, 'forgejo', 'https://git.example.org'],
    [
      'is what cc-ci.yaml says, before the pipeline',
      { ci, configured: { kind: 'github' } },
      'github',
      'https://git.example.org',
    ],
    [
      'has the address of cc-ci.yaml on that host',
      { configured: { url: 'http://git.example.org:3000/' } },
      'gitea',
      'http://git.example.org:3000',
    ],
    [
      'is not the one of cc-ci.yaml on another host',
      { configured: { kind: 'github', url: 'https://other.example.org' } },
      'gitea',
      'https://git.example.org',
    ],
  ] as const)('%s', (_, more, kind, forgeUrl) => {
    expect(locatePullRequest(named, { ...search, ...more })).toEqual({
      number: 7,
      repository: 'org/wiki',
      kind,
      forgeUrl,
    })
  })

  it('is none for a folder that came from nowhere', () => {
    expect(locatePullRequest(named, { ...search, own: undefined })).toBeUndefined()
  })
})

it.each([
  ['another owner, such as a fork’s', { ...wiki, repository: 'visitor/wiki' }, wiki],
  ['another host', { ...wiki, forgeUrl: 'https://evil.example.org' }, wiki],
  ['a recipe that came from nowhere', wiki, undefined],
])('refuses a pull request of %s: it would run under the name and approval of the recipe', (_, address, own) => {
  expect(() => locatePullRequest({ number: 7, address }, { ...search, own })).toThrow(
    expect.objectContaining({ code: 'PULL_REQUEST_OF_ANOTHER_RECIPE', exitCode: 2 }),
  )
})
