import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunResult } from '../../packages/contracts/src/run-result.js'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'
import { withoutPictures } from './without-pictures.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ccCi = join(root, 'packages/cli/bin/run.js')
const limit = 300_000

let folder = ''
let dockerHost = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cc-ci-dependencies-'))
  ;({ dockerHost } = await ensureBed({ nested: true, images: ['clubhouse', 'oidc-provider', 'restic/restic'] }))
  await materialiseExamples(join(root, 'examples'), join(root, '.testbed/recipes'))
}, 600_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Tested {
  readonly result: RunResult
  readonly errors: string
  /** The run's folder. */
  readonly folder: string
}

/** `pair-too` shares its zone with `pair`. */
const zoneOf = (name: string): string => `${name.split('-')[0]}.test`

/** Tests the clubhouse in a workspace of that name; null takes a file of its overlay away. */
async function testClubhouse(
  name: string,
  changes: Readonly<Record<string, string | null>>,
  ...parameters: readonly string[]
): Promise<Tested> {
  const workspace = join(folder, name)
  for (const recipe of ['clubhouse', 'oidc-provider'])
    await cp(join(root, 'recipes', recipe), join(workspace, 'recipes', recipe), { recursive: true })
  for (const [path, text] of Object.entries(changes)) {
    const file = join(workspace, 'recipes/clubhouse', path)
    await (text === null ? rm(file) : writeFile(file, text))
  }
  const recipes = Object.fromEntries(
    ['clubhouse', 'oidc-provider'].map((recipe) => [recipe, { url: join(root, '.testbed/recipes', recipe) }]),
  )
  const engine = { endpoint: join(root, '.testbed/endpoint.json') }
  const config = { version: 1, zone: zoneOf(name), capacity: 4, engine, recipes }
  await writeFile(join(workspace, 'cc-ci.yaml'), JSON.stringify(config))
  return new Promise((resolve) => {
    const options = { cwd: workspace, env: withoutPictures }
    execFile(ccCi, ['test', 'clubhouse', '--json', ...parameters], options, (_, stdout, errors) => {
      const result = JSON.parse(stdout) as RunResult
      resolve({ result, errors, folder: join(workspace, 'runs', result.runId) })
    })
  })
}

/** Everything in Docker whose name carries the zone. */
async function belongings(zone: string): Promise<string[]> {
  const kinds = [
    ['service', 'ls'],
    ['network', 'ls'],
    ['volume', 'ls'],
    ['secret', 'ls'],
    ['config', 'ls'],
  ]
  const lists = await Promise.all(
    [...kinds, ['ps', '-a']].map(async ([kind = '', ...words]) => {
      const format = kind === 'ps' ? '{{.Names}}' : '{{.Name}}'
      const env = { ...process.env, DOCKER_HOST: dockerHost }
      const { stdout } = await promisify(execFile)('docker', [kind, ...words, '--format', format], { env })
      return stdout.split('\n').filter((line) => line.includes(zone.replaceAll('.', '_')))
    }),
  )
  return lists.flat()
}

/** A test that says what must not be said. */
const telltale = `#!/bin/sh
. "$CC_CI_SHELL"
echo "the client secret is $(cc_ci_dep oidc-provider client_secret)"
cat "$CC_CI_DEPS_FILE"
exit 1
`

const stepsWith = (secret: string): string =>
  `printf %s '${secret}' | docker secret create "\${CC_CI_STACK}_oidc_secret_v1" - >/dev/null\n`

const testsOf = ({ stages }: RunResult): Record<string, string> =>
  Object.fromEntries(
    stages.flatMap(({ name, tests }) => (name === 'custom' ? tests : [])).map((test) => [test.name, test.status]),
  )

describe('an app that signs people in by a provider', { timeout: limit }, () => {
  it('works when it is wired: members come in with real tokens, and nothing is left of app or provider', async () => {
    const { result, errors, folder: run } = await testClubhouse('wired', {}, '--tiers', 'install,custom')

    expect(result, errors).toMatchObject({
      ...{ verdict: 'green', leftovers: [], fault: null, deploys: { count: 2, expected: 2 } },
      flags: { clean_teardown: true, no_secret_leak: true },
      dependencies: [
        { recipe: 'oidc-provider', version: '1.0.0+8.8.0', provider: 'keycloak', status: 'ready', proven: true },
      ],
    })
    expect(testsOf(result)).toMatchObject({ 'signs in: a member comes in': 'pass' })
    expect(await belongings('wired.test')).toEqual([])
    expect(readdirSync(join(run, 'test-tools')).filter((file) => file.startsWith('deps.'))).toEqual([])
    expect(existsSync(join(run, 'dependencies/oidc-provider/recipe'))).toBe(false)
  })

  it('does not even start without the wiring', async () => {
    const { result, errors } = await testClubhouse('bare', { 'install_steps.sh': null }, '--tiers', 'install,custom')

    expect(result, errors).toMatchObject({
      ...{ verdict: 'red', fault: { code: 'SECRET_NOT_INSERTED', class: 'recipe' }, leftovers: [] },
      ...{ dependencies: [{ status: 'ready', proven: false }], deploys: { count: 1, expected: 2 } },
    })
    expect(await belongings('bare.test')).toEqual([])
  })

  it('fails with a secret that is not the provider’s, and the true one stands in nothing that the run leaves', async () => {
    const changes = {
      'install_steps.sh': stepsWith('of-somebody-else-0123'),
      'custom/test_tells.sh': telltale,
    }
    const { result, errors } = await testClubhouse('crossed', changes, '--tiers', 'install,custom')

    expect(result, errors).toMatchObject({ verdict: 'red', flags: { no_secret_leak: true }, leftovers: [] })
    expect(testsOf(result)).toMatchObject({ 'signs in: a member comes in': 'fail', tells: 'fail' })
    const said = result.stages.flatMap(({ tests }) => tests).find(({ name }) => name === 'tells')?.message
    expect(said).toContain('the client secret is ***')
    expect(said).toContain('"password": "***"')
    expect(said).not.toMatch(/[0-9a-f]{32}/)
  })

  it('is tested twice at once, for two commits, each beside a provider of its own', async () => {
    const parameters = ['--tiers', 'install,custom', '--ref', '1.0.0+1.0.0']
    const [head, release] = await Promise.all([
      testClubhouse('pair', {}, '--tiers', 'install,custom'),
      testClubhouse('pair-too', {}, ...parameters),
    ])

    expect([head.result.verdict, release.result.verdict], head.errors + release.errors).toEqual(['green', 'green'])
    const domains = [head, release].flatMap(({ result }) =>
      [result, ...result.dependencies].map(({ domain }) => domain),
    )
    expect(new Set(domains).size).toBe(4)
    expect(await belongings('pair.test')).toEqual([])
  })
})
