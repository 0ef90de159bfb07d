import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ExecaProcessRunner, SimpleGit } from '@cc-ci/kernel'
import { type GitRepository, gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { DockerSwarm, lintRecipeAt, planRecipe, SwarmEngine, type TestRequest } from '../src/index.js'
import { bedEndpoint } from './docker-swarm-bed.js'
import { folderOf } from './overlay-bed.js'

const limit = { timeout: 120_000 }
const git = new SimpleGit()
const clientEnv = {
  ...{ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
  DOCKER_HOST: bedEndpoint().dockerHost,
}
const processes = new ExecaProcessRunner()
const swarm = new DockerSwarm({ dockerHost: clientEnv.DOCKER_HOST })
const world = { git, processes, swarm, engine: new SwarmEngine({ processes, clientEnv }) }

const compose = (nginx: string, version: string) => `version: "3.8"
services:
  app:
    image: nginx:${nginx}
    networks: [proxy]
    deploy:
      labels:
        - "traefik.enable=true"
        - "traefik.http.routers.\${STACK_NAME}.rule=Host(\`\${DOMAIN}\`)"
        - "coop-cloud.\${STACK_NAME}.version=${version}"
networks: {proxy: {external: true}}
`

const folder = temporaryFolder(afterAll)
let recipe: GitRepository
const heads: Record<'old' | 'new' | 'broken' | 'empty', string> = { old: '', new: '', broken: '', empty: '' }

beforeAll(async () => {
  recipe = await gitRepository(join(folder, 'wiki'))
  heads.old = await recipe.commit({
    ...{ 'compose.yml': compose('1.27.1', '1.0.0+1.27.1'), '.env.sample': 'TYPE=wiki\nDOMAIN=wiki.example.com\n' },
    'tests/custom/test_evil.sh': 'exit 0\n',
  })
  await recipe.tag('1.0.0+1.27.1', 'first')
  heads.new = await recipe.commit({ 'compose.yml': compose('1.27.2', '1.1.0+1.27.2') })
  await recipe.branch('broken')
  heads.broken = await recipe.commit({ 'compose.yml': 'services:\n  app: nginx\n' })
  await recipe.branch('empty')
  heads.empty = await recipe.commit({ 'compose.yml': null })
  await recipe.branch('main')
}, 120_000)

function request(more: Partial<TestRequest> = {}): TestRequest {
  return {
    ...{ recipe: 'wiki', source: recipe.folder, ref: undefined, pr: 3, from: undefined, overlays: undefined },
    ...{
      tiers: ['install', 'upgrade', 'custom', 'lint'],
      codeApproved: false,
      zone: 'ci.test',
      workspace: '/none',
      operator: {},
      runsDir: '/none',
      capacity: 1,
    },
    ...{ deadlineSeconds: 3_600, keepSeconds: 0, keepOnFailure: false, backupImage: 'restic', proxy: undefined },
    ...{
      reproduce: (head) => `cc-ci test wiki --ref ${head}`,
      findRecipe: (name) => {
        throw new Error(`nobody knows ${name}`)
      },
      testEnv: { PATH: process.env.PATH ?? '' },
      harnessVersion: '0.0.0',
    },
    ...more,
  }
}

/** The folder for temporary files of this test, which must be empty when it is over. */
function watchTemporaryFiles(): () => string[] {
  const folder = temporaryFolder(onTestFinished)
  vi.stubEnv('TMPDIR', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
  return () => readdirSync(folder)
}

describe('a plan', limit, () => {
  it('says what a run would do, and leaves nothing behind', async () => {
    const left = watchTemporaryFiles()
    const plan = await planRecipe(request(), world)

    expect(plan).toMatchObject({
      ...{ recipe: 'wiki', head: heads.new, headVersion: '1.1.0+1.27.2', images: ['nginx:1.27.2'] },
      domain: expect.stringMatching(/^wiki-[0-9a-f]{6}\.ci\.test$/),
      base: { kind: 'version', version: '1.0.0+1.27.1', ref: null, olderTargetExists: true },
    })
    expect(plan.stack).toBe(plan.domain.replaceAll('.', '_'))
    expect(plan.overlays.custom).toEqual([])
    expect(plan.overlays.notRun).toEqual([
      { file: expect.stringMatching(/tests\/custom\/test_evil\.sh$/), reason: 'not run: not approved' },
    ])
    expect(left()).toEqual([])
  })

  it.each([
    ['another image', 'services: {app: {image: "nginx:1.27.1"}}', 'nginx:1.27.1, and the recipe nginx:1.27.2'],
    ['another service', 'services: {spy: {image: "nginx:1.27.1"}}', 'and the recipe has no such service'],
  ])('V-04: is refused with a compose overlay that brings %s', async (_, text, message) => {
    const overlays = folderOf({ 'compose.ccci.yml': `version: "3.8"\n${text}\n` })

    await expect(planRecipe(request({ overlays }), world)).rejects.toMatchObject({
      ...{ code: 'OVERLAY_CHANGES_IMAGE', message: expect.stringContaining(message), exitCode: 2 },
    })
  })

  it('takes a compose overlay that changes surroundings only, and values that hooks give', async () => {
    const overlays = folderOf({
      'compose.ccci.yml': 'version: "3.8"\nservices: {app: {healthcheck: {start_period: 60s}}}\n',
      'hooks.js': 'export const extraEnv = (ctx) => ({ SECOND: `b.${ctx.domain}` })\n',
    })
    const plan = await planRecipe(request({ overlays }), world)

    expect(plan.settings.extraEnv).toEqual({ SECOND: `b.${plan.domain}` })
    expect(plan.overlays.compose?.path).toBe('compose.ccci.yml')
    expect(plan.hooks.map(({ name }) => name)).toEqual(['extraEnv'])
  })

  it('H-07: is refused with hooks that cannot work, before anything is deployed', async () => {
    const overlays = folderOf({ 'hooks.js': 'export function preInstal(ctx) {}\n' })

    await expect(planRecipe(request({ overlays }), world)).rejects.toMatchObject({ code: 'HOOKS_INVALID', exitCode: 2 })
  })

  it.each([
    ['H-14: its branch', 'main'],
    ['its tag', '1.0.0+1.27.1'],
    ['its pull request', 'refs/pull/3/head'],
  ])('resolves %s to the full hash first', async (_, ref) => {
    if (ref.startsWith('refs/')) await recipe.setRef(ref)
    const { head } = await planRecipe(request({ ref }), world)

    expect(head).toBe(ref.includes('+') ? heads.old : heads.new)
  })

  it('meets itself: the same recipe, pull request and commit have the same domain', async () => {
    const first = await planRecipe(request(), world)
    const again = await planRecipe(request({ ref: heads.new }), world)
    const other = await planRecipe(request({ pr: 4 }), world)

    expect([again.domain, other.domain === first.domain]).toEqual([first.domain, false])
  })

  it.each<[string, () => Partial<TestRequest>, string]>([
    ['a ref that nobody has', () => ({ ref: 'no-such-branch' }), 'REF_NOT_FOUND'],
    ['a commit without a compose file', () => ({ ref: heads.empty }), 'NOT_A_RECIPE'],
    ['a compose file that Docker refuses', () => ({ ref: heads.broken }), 'COMPOSE_REJECTED'],
    ['a base that nobody released', () => ({ from: '9.9.9+1' }), 'BASE_NOT_FOUND'],
  ])('refuses %s as bad input, and leaves nothing behind', async (_, change, code) => {
    const left = watchTemporaryFiles()

    await expect(planRecipe(request(change()), world)).rejects.toMatchObject({ code, exitCode: 2 })
    expect(left()).toEqual([])
  })
})

describe('a plan with dependencies', limit, () => {
  const named = (dependency: string, overlays?: string): Partial<TestRequest> => ({
    overlays: folderOf({
      'recipe.yaml': `deps: ['${dependency}']\n`,
      'hooks.js':
        'export const extraEnv = ({ deps }) => ({ WHERE: deps.idp.base_url, WHO: `${deps.idp.client_secret}` })\n',
    }),
    findRecipe: () => ({ source: recipe.folder, overlays, codeApproved: false }),
  })

  it('names release, domain and admin API of each, and tells hooks what is known of it already', async () => {
    const asked = request(named('idp'))
    const left = watchTemporaryFiles()
    const plan = await planRecipe(asked, world)

    expect(plan.dependencies).toEqual([
      {
        ...{ recipe: 'idp', version: '1.0.0+1.27.1', provider: null },
        domain: expect.stringMatching(/^idp-[0-9a-f]{6}\.ci\.test$/),
      },
    ])
    expect(plan.settings.extraEnv).toEqual({ WHERE: `https://${plan.dependencies[0]?.domain}`, WHO: 'undefined' })
    expect(left()).toEqual([])
  })

  it('gives the dependency another domain for each pull request, commit and recipe that needs it', async () => {
    const domainOf = async (more: Partial<TestRequest>): Promise<string | undefined> =>
      (await planRecipe(request({ ...named('idp'), ...more }), world)).dependencies[0]?.domain
    const domains = await Promise.all([{}, { pr: 4 }, { ref: heads.old }, { recipe: 'wiki2' }].map(domainOf))

    expect(new Set(domains).size).toBe(4)
    expect(await domainOf({})).toBe(domains[0])
  })

  it('H-13: takes the version that is pinned', async () => {
    const plan = await planRecipe(request(named('idp@1.0.0+1.27.1')), world)

    expect(plan.dependencies).toMatchObject([{ recipe: 'idp', version: '1.0.0+1.27.1' }])
  })

  it.each<[string, () => Partial<TestRequest>, string, string]>([
    [
      'a version that the dependency does not have',
      () => named('idp@9.9.9+1'),
      'DEPENDENCY_VERSION_UNKNOWN',
      'The dependency idp of wiki: idp has no version 9.9.9+1.',
    ],
    [
      'a dependency that has dependencies',
      () => named('idp', folderOf({ 'recipe.yaml': 'deps: [idp]\n' })),
      'DEPENDENCY_NESTED',
      'The dependency idp of wiki: idp needs idp itself, and is then not deployed.',
    ],
    [
      'a dependency whose settings are wrong, by its name',
      () => named('idp', folderOf({ 'recipe.yaml': 'healthpath: /\n' })),
      'RECIPE_SETTINGS_INVALID',
      'The dependency idp of wiki: ',
    ],
  ])('refuses %s, and leaves nothing behind', async (_, change, code, words) => {
    const more = change()
    const left = watchTemporaryFiles()

    await expect(planRecipe(request(more), world)).rejects.toMatchObject({
      ...{ code, exitCode: 2, message: expect.stringContaining(words) },
    })
    expect(left()).toEqual([])
  })
})

describe('a lint', limit, () => {
  it('finds what is wrong at one commit, with its place, and leaves nothing behind', async () => {
    const left = watchTemporaryFiles()
    const { recipe: name, head, findings } = await lintRecipeAt(request({ ref: 'main' }), { git })

    expect([name, head]).toEqual(['wiki', heads.new])
    expect(findings).toContainEqual(expect.objectContaining({ file: 'compose.yml', line: expect.any(Number) }))
    expect(left()).toEqual([])
  })

  it('R014: sees whether its tags are annotated', async () => {
    await recipe.tag('1.1.0+1.27.2')
    const { findings } = await lintRecipeAt(request(), { git })

    expect(findings.filter(({ rule }) => rule === 'R014')).toHaveLength(1)
  })

  it('leaves nothing behind when the commit is unknown', async () => {
    const left = watchTemporaryFiles()

    await expect(lintRecipeAt(request({ ref: 'gone' }), { git })).rejects.toMatchObject({ code: 'REF_NOT_FOUND' })
    expect(left()).toEqual([])
  })
})
