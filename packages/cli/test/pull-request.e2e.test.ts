import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SimpleGit } from '@cc-ci/kernel'
import { gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { forgeBed } from '../../ci-harness/test/forge-bed.js'
import { ccCi } from './built-program.js'

const cleanUps: (() => void)[] = []
const compose = (version: string): string => `version: "3.8"
services:
  app:
    image: nginx:1.28.0
    deploy:
      labels:
        - "coop-cloud.\${STACK_NAME}.version=${version}"
`

/** A private recipe on a forge, enrolled by its URL, with pull request 7 from the repository itself. */
async function createForge() {
  const bed = await forgeBed({ kind: 'gitea', token: 'hunter22' }, (end) => void cleanUps.push(end))
  const recipe = await bed.repository('org/wiki')
  await recipe.commit({ 'compose.yml': compose('1.0.0+1.28.0'), '.env.sample': 'TYPE=wiki\nDOMAIN=wiki.example.com\n' })
  await recipe.tag('1.0.0+1.28.0', 'First')
  await recipe.branch('raise')
  const head = await recipe.commit({ 'compose.yml': compose('1.1.0+1.28.0') })
  await recipe.setRef('refs/pull/7/head')
  await recipe.setRef('refs/pull/8/head')
  await recipe.branch('main')
  const cloneUrl = `${bed.url}/org/wiki.git`
  for (const [number, state] of [
    [7, 'open'],
    [8, 'merged'],
  ] as const) {
    bed.put({
      number,
      title: 'Raise',
      state,
      url: `${bed.url}/org/wiki/pulls/${number}`,
      base: { repository: 'org/wiki', cloneUrl, branch: 'main' },
      head: { hash: head, branch: 'raise', repository: 'org/wiki', cloneUrl },
    })
  }
  const folder = temporaryFolder((end) => void cleanUps.push(end))
  const config = (url: string) => `version: 1
engine: { dockerHost: "unix:///nowhere/docker.sock" }
forge: { kind: gitea, url: "${url}", token: "secret:forge" }
recipes:
  wiki: { url: "${cloneUrl}" }
`
  writeFileSync(join(folder, 'cc-ci.yaml'), config(bed.url))
  mkdirSync(join(folder, 'secrets'))
  writeFileSync(join(folder, 'secrets/forge'), 'hunter22\n')
  return { bed, head, folder, config }
}

let forge: Awaited<ReturnType<typeof createForge>>
beforeAll(async () => {
  forge = await createForge()
  return () => {
    for (const end of cleanUps) end()
  }
})

const plan = async (line: string, env: Record<string, string> = {}, cwd = forge.folder) => {
  const secrets = { CC_CI_SECRETS_DIR: join(forge.folder, 'secrets') }
  const ran = await ccCi([...line.split(' '), '--plan', '--json'], { cwd, env: { ...secrets, ...env } })
  expect(`${ran.stdout}${ran.stderr}`).not.toMatch(/hunter22|wrong-one/)
  const { error, plans } = JSON.parse(ran.stdout)
  return { ...ran, error, plan: plans?.[0] }
}

describe('a pull request of a private recipe is found', () => {
  const ci = (): Record<string, string> => ({
    CI: 'woodpecker',
    CI_PIPELINE_EVENT: 'pull_request',
    CI_REPO_URL: `${forge.bed.url}/org/wiki`,
    CI_FORGE_TYPE: 'gitea',
    CI_COMMIT_PULL_REQUEST: '7',
    CI_WORKSPACE: '/nowhere/src',
  })

  it.each([
    ['by number', 'test wiki --pr 7', {}],
    ['by number, with =', 'test wiki --pr=7', {}],
    ['in the pipeline that runs for it', 'test wiki --pr', 'ci'],
    ['with the token of the environment', 'test wiki --pr 7', { CC_CI_FORGE_TOKEN: 'hunter22', CC_CI_SECRETS_DIR: '' }],
  ])('%s', async (_, line, env) => {
    const { plan: planned, exitCode, stderr } = await plan(line, env === 'ci' ? ci() : (env as Record<string, string>))

    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(planned).toMatchObject({ pr: 7, head: forge.head, headVersion: '1.1.0+1.28.0', notes: [] })
    expect(planned.base).toMatchObject({ kind: 'version', version: '1.0.0+1.28.0' })
  })

  it('by the address of its page, and its domain is not that of the same commit without it', async () => {
    const { plan: planned } = await plan(`test wiki --pr ${forge.bed.url}/org/wiki/pulls/7`)
    const { plan: plain } = await plan('test wiki --ref raise')

    expect(planned).toMatchObject({ pr: 7, head: forge.head })
    expect(plain).toMatchObject({ pr: null, head: forge.head })
    expect(planned.domain).not.toBe(plain.domain)
  })

  it('from a clone of the recipe, whose origin leads to the forge', async () => {
    const clone = join(
      temporaryFolder((end) => void cleanUps.push(end)),
      'wiki',
    )
    const git = new SimpleGit({ credentials: [{ url: forge.bed.url, token: 'hunter22' }] })
    await git.clone(`${forge.bed.url}/org/wiki.git`, clone)
    const { plan: planned } = await plan(`test ${clone} --pr 7`)

    expect(planned).toMatchObject({ pr: 7, head: forge.head })
  })

  it('also when it is merged, which is noted', async () => {
    const { plan: planned } = await plan('test wiki --pr 8')
    expect(planned).toMatchObject({ pr: 8, notes: ['Pull request 8 is merged; tested is its last commit.'] })
  })
})

it.each<[string, string, Record<string, string>, string, number]>([
  ['a number that does not exist', 'test wiki --pr 99', {}, 'PULL_REQUEST_NOT_FOUND', 2],
  ['a word', 'test wiki --pr=main', {}, 'PULL_REQUEST_INVALID', 2],
  [
    'another repository',
    'test wiki --pr https://git.example.org/org/blog/pulls/7',
    {},
    'PULL_REQUEST_OF_ANOTHER_RECIPE',
    2,
  ],
  ['no number outside of CI', 'test wiki --pr', {}, 'CI_UNKNOWN', 2],
  [
    'no number in the pipeline of a push',
    'test wiki --pr',
    { DRONE: 'true', DRONE_BUILD_EVENT: 'push' },
    'NOT_A_PULL_REQUEST',
    2,
  ],
  ['a wrong token', 'test wiki --pr 7', { CC_CI_FORGE_TOKEN: 'wrong-one' }, 'PULL_REQUEST_NOT_FOUND', 2],
  ['a secret that is missing', 'test wiki --pr 7', { CC_CI_SECRETS_DIR: '/nowhere' }, 'SECRET_MISSING', 2],
  ['a workspace that is missing', 'test wiki --pr 7', { CC_CI_REPO: '/nowhere' }, 'CONFIG_MISSING', 2],
])('refuses %s: %s', async (_, line, env, code, status) => {
  const { error, exitCode } = await plan(line, env)

  expect(error).toMatchObject({ code, exitCode: status, hint: expect.any(String) })
  expect(exitCode).toBe(status)
})

it('S-08: tells a forge in trouble from a pull request that is not there', async () => {
  forge.bed.trouble({ status: 503 })
  const down = await plan('test wiki --pr 7')
  forge.bed.trouble({ status: 429, headers: { 'retry-after': '60' } })
  const limited = await plan('test wiki --pr 7')
  forge.bed.trouble(undefined)

  expect([down, limited].map(({ error, exitCode }) => [error.code, exitCode])).toEqual([
    ['FORGE_UNREACHABLE', 3],
    ['FORGE_RATE_LIMITED', 3],
  ])
})

it('takes no word from the cc-ci.yaml of the pull request itself, unless the pipeline names its folder', async () => {
  const checkout = temporaryFolder((end) => void cleanUps.push(end))
  const repository = await gitRepository(join(checkout, 'wiki'))
  await repository.commit({
    'cc-ci.yaml': forge.config('https://evil.example.org'),
    'compose.yml': compose('1.1.0+1.28.0'),
  })
  const env = {
    CI: 'woodpecker',
    CI_PIPELINE_EVENT: 'pull_request',
    CI_COMMIT_PULL_REQUEST: '7',
    CI_WORKSPACE: repository.folder,
  }
  const asked = forge.bed.requests.length
  const refused = await plan('test . --pr', { ...env, CC_CI_FORGE_TOKEN: 'hunter22' }, repository.folder)
  const unasked = await plan('test .', env, repository.folder)
  const named = await plan('test wiki --pr', { ...env, CC_CI_REPO: forge.folder }, repository.folder)

  expect(refused.error).toMatchObject({
    code: 'CONFIG_PROPOSED',
    exitCode: 2,
    hint: expect.stringContaining('CC_CI_REPO'),
  })
  expect(unasked.error).toMatchObject({ code: 'CONFIG_PROPOSED' })
  expect(forge.bed.requests.length).toBeGreaterThan(asked) // by the last one only
  expect(named.plan).toMatchObject({ pr: 7, head: forge.head })
})
