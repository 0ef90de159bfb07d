import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunResult } from '../../packages/contracts/src/run-result.js'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'
import { withoutPictures } from './without-pictures.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const base = '1.2.0+1.27.2'
let folder = ''

const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8' })

function write(files: Readonly<Record<string, string>>, below: string): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, below, path)), { recursive: true })
    writeFileSync(join(folder, below, path), text)
  }
}

/** Checks of what the Swarm runs, for shell tests. */
const inspection = `set -eu
. "$CC_CI_SHELL"
service() { docker service inspect --format "$1" "\${CC_CI_STACK}_app"; }
label() { service "{{index .Spec.Labels \\"coop-cloud.$CC_CI_STACK.$1\\"}}"; }
is() { [ "$1" = "$2" ] || { echo "want $2, got $1"; return 1; }; }
is_changed() { case $(label chaos-version) in *+U) ;; *) label chaos-version; return 1 ;; esac; }
check "install steps set the budget" is "$(label timeout)" 77
check "our compose file is laid over it" is "$(service '{{.Spec.TaskTemplate.ContainerSpec.Healthcheck.StartPeriod}}')" 31s
check "the checkout counts as changed" is_changed
`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cc-ci-overlays-'))
  await ensureBed({ nested: true, images: ['all'] })
  await materialiseExamples(join(root, 'examples'), join(root, '.testbed/recipes'))
  const recipe = join(folder, 'site')
  git('clone', '--quiet', join(root, '.testbed/recipes/custom-html'), recipe)
  write(
    {
      'test_upgrade.sh': `${inspection}check "the repair of the base is gone" is "$(label repaired)" ""\n`,
      'custom/test_own.sh': 'case $0 in */repo-tests/custom/test_own.sh) ;; *) echo "$0"; exit 1 ;; esac\n',
    },
    'site/tests',
  )
  git('-C', recipe, 'add', '.')
  git('-C', recipe, '-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'Add tests')
  const compose = git('-C', recipe, 'show', `${base}:compose.yml`)
  write(
    {
      'recipe.yaml': 'healthPath: /.well-known/health\nhealthOk: [200]\nhttpTimeout: 60\n',
      'compose.ccci.yml': 'version: "3.8"\nservices: {app: {healthcheck: {start_period: 31s}}}\n',
      'install_steps.sh': 'echo "TIMEOUT=77" >>"$CC_CI_ENV_FILE"\n',
      [`previous/${base}/compose.yml`]: compose.replace(
        '        - "traefik.enable=true"\n',
        '        - "traefik.enable=true"\n        - "coop-cloud.${STACK_NAME}.repaired=yes"\n',
      ),
      'previous/0.9.0+1.0.0/compose.yml': compose,
      'test_install.sh': `${inspection}check "the base is repaired" is "$(label repaired)" yes\n`,
      'test_upgrade.sh': 'exit 1\n',
      'hooks.ts':
        'export const backupVerify = (ctx: { op: string }) => { throw new Error(`half a dump of ${ctx.op}`) }\n',
    },
    'recipes/site',
  )
}, 600_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

function workspace(codeApproved: boolean): void {
  const endpoint = join(root, '.testbed/endpoint.json')
  const recipes = { site: { url: './site', codeApproved } }
  write({ 'cc-ci.yaml': JSON.stringify({ version: 1, zone: 'ci.test', engine: { endpoint }, recipes }) }, '')
}

function ccCi(...args: readonly string[]): Promise<{ document: unknown; errors: string }> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: withoutPictures }
    execFile(join(root, 'packages/cli/bin/run.js'), [...args, '--json'], options, (_, stdout, stderr) => {
      resolve({ document: JSON.parse(stdout), errors: stderr })
    })
  })
}

it('HC2: lists what an unapproved repository brings, and plans to run ours instead', async () => {
  workspace(false)
  const { document } = await ccCi('test', 'site', '--plan')
  const [plan] = (document as { plans: { overlays: { notRun: object; lifecycle: { upgrade: object[] } } }[] }).plans

  expect(plan?.overlays.notRun).toEqual(
    ['tests/custom/test_own.sh', 'tests/test_upgrade.sh'].map((file) => ({ file, reason: 'not run: not approved' })),
  )
  expect(plan?.overlays.lifecycle.upgrade).toMatchObject([{ origin: 'ours' }])
})

it('B-03, V-04: an approved overlay steps in before, between and after the operations of a real run', async () => {
  workspace(true)
  const { document, errors } = await ccCi('test', 'site', '--tiers', 'install,upgrade,backup,custom')
  const result = document as RunResult
  const found = result.stages.flatMap(({ name, tests }) =>
    tests.filter(({ origin }) => origin !== 'generic').map((test) => [name, test.origin, test.name, test.message]),
  )

  expect(result, errors).toMatchObject({ verdict: 'red', fault: { code: 'BACKUP_INCOMPLETE' }, leftovers: [] })
  const common = ['install steps set the budget', 'our compose file is laid over it', 'the checkout counts as changed']
  expect(found).toEqual([
    ...[...common, 'the base is repaired'].map((name) => ['install', 'ours', `install: ${name}`, null]),
    ...[...common, 'the repair of the base is gone'].map((name) => ['upgrade', 'repo', `upgrade: ${name}`, null]),
    ['custom', 'repo', 'own', null],
  ])
  expect(result.stages.find(({ name }) => name === 'upgrade')?.status).toBe('pass')
  expect(result.fault?.evidence).toContain('Error: half a dump of backup')
  expect(result.notes).toContainEqual(expect.stringContaining('previous/0.9.0+1.0.0/ repairs another version'))
  expect(result.customization).toMatchObject({ hooks: ['backupVerify (ours, hooks.ts)'] })
  expect(readdirSync(join(folder, 'site/tests'))).toEqual(['custom', 'test_upgrade.sh'])
})
