import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DockerSwarm } from '../../packages/ci-harness/src/adapters/docker-swarm.js'
import { type BackupBot, deployBackupBot } from '../../packages/ci-harness/test/abra-double/backup-bot.js'
import { AbraDouble } from '../../packages/ci-harness/test/abra-double/install-abra-double.js'
import type { RunResult } from '../../packages/contracts/src/run-result.js'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'
import { withoutPictures } from './without-pictures.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ccCi = join(root, 'packages/cli/bin/run.js')
const double = new AbraDouble()
let bot: BackupBot | undefined
let runsDir = ''

beforeAll(async () => {
  runsDir = await mkdtemp(join(tmpdir(), 'cc-ci-abra-runs-'))
  await ensureBed({ nested: true, images: ['all'], registry: true })
  await materialiseExamples(join(root, 'examples'), join(root, '.testbed/recipes'))
  await materialiseExamples(join(root, 'examples/broken'), join(root, '.testbed/recipes/broken'))
  await double.build()
  const endpoint = await readFile(join(root, '.testbed/endpoint.json'), 'utf8')
  const { dockerHost } = JSON.parse(endpoint) as { dockerHost: string }
  bot = await deployBackupBot(new DockerSwarm({ dockerHost }), dockerHost)
}, 600_000)
afterAll(async () => {
  await bot?.remove()
  double.remove()
  await rm(runsDir, { recursive: true, force: true })
}, 60_000)

/** Runs the built program as a user would who has abra. */
function test(recipe: string, workspace: string): Promise<{ exitCode: number; result: RunResult; errors: string }> {
  const args = ['test', recipe, '--engine', 'abra', '--json', '--runs-dir', join(runsDir, recipe)]
  const env = { ...withoutPictures, PATH: double.path(), ABRA_DIR: join(runsDir, 'abra') }
  return new Promise((resolve) => {
    const child = execFile(ccCi, args, { cwd: workspace, env }, (_, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? -1, result: JSON.parse(stdout) as RunResult, errors: stderr })
    })
  })
}

it('a good recipe reaches level 5 with abra, its data kept by the upgrade and brought back by the backup bot', async () => {
  const { exitCode, result, errors } = await test('guestbook', root)

  expect(result, errors).toMatchObject({
    ...{ verdict: 'green', level: 5, engine: 'abra', leftovers: [], flags: { no_secret_leak: true } },
    versions: { engine: expect.stringMatching(/^abra 0\.13\.0-beta-1a2b3c4; R016: .*; chaos label: 8 characters$/) },
  })
  expect(exitCode).toBe(0)
  for (const store of result.data)
    expect(store).toMatchObject({ afterUpgrade: store.seeded, afterRestore: store.seeded })
})

it('A-09: a broken one is red by what only abra refuses', async () => {
  const { exitCode, result, errors } = await test('duration-from-environment', join(root, 'examples/broken'))

  expect(result, errors).toMatchObject({
    ...{ verdict: 'red', level: 0, leftovers: [], fault: { code: 'APP_REFUSED', class: 'recipe' } },
    rungs: { install: { status: 'fail' } },
  })
  expect(result.fault?.evidence).toContain("Does not match format 'duration'")
  expect(exitCode).toBe(1)
})
