import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'
import { withoutPictures } from './without-pictures.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const source = join(root, '.testbed/recipes/custom-html')
const version = '1.2.0+1.27.2'
let folder = ''
let dockerHost = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cc-ci-sweep-'))
  ;({ dockerHost } = await ensureBed({ nested: true, images: ['nginx', 'restic/restic'] }))
  await materialiseExamples(join(root, 'examples'), join(root, '.testbed/recipes'))
  const recipe = { url: source, enrolled: true }
  const engine = { endpoint: join(root, '.testbed/endpoint.json') }
  const config = { version: 1, zone: 'ci.test', engine, recipes: { done: recipe, site: recipe } }
  writeFileSync(join(folder, 'cc-ci.yaml'), JSON.stringify(config))
  mkdirSync(join(folder, 'runs'))
}, 600_000)
afterAll(async () => {
  execFileSync('docker', ['volume', 'rm', '--force', 'warm-site_ci_test_content'], {
    env: { ...process.env, DOCKER_HOST: dockerHost },
  })
  await rm(folder, { recursive: true, force: true })
})

const commitOf = (ref: string): string =>
  execFileSync('git', ['-C', source, 'rev-parse', `${ref}^{commit}`], { encoding: 'utf8' }).trim()

interface Answer {
  readonly exitCode: unknown
  readonly recipes: readonly object[]
}

function sweep(...flags: string[]): Promise<Answer> {
  const command = [join(root, 'packages/cli/bin/run.js'), 'sweep', '--json', ...flags]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { cwd: folder, env: withoutPictures }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr))
      else resolve({ exitCode: error?.code ?? 0, recipes: JSON.parse(stdout).recipes })
    })
  })
}

it('D-04, V-06: a sweep goes on where it was interrupted, and what is green is not tested again', async () => {
  const commit = commitOf(version)
  const done = [{ recipe: 'done', version, commit, runId: '1', exitCode: 1 }]
  const journal = join(folder, 'runs/sweep.json')
  writeFileSync(journal, JSON.stringify({ schemaVersion: 1, startedAt: Math.floor(Date.now() / 1000), done }))
  const older = { recipe: 'site', version: '1.0.0+1.26.3', commit: 'f'.repeat(40), status: 'idle', ts: 1 }
  writeFileSync(join(folder, 'runs/canonical.site.json'), JSON.stringify(older))

  expect(await sweep()).toMatchObject({
    exitCode: 1,
    recipes: [
      { recipe: 'done', outcome: 'already-swept', runId: '1', promoted: false },
      { recipe: 'site', outcome: 'green', version, promoted: true, exitCode: 0 },
    ],
  })
  const kept = JSON.parse(readFileSync(join(folder, 'runs/canonical.site.json'), 'utf8'))
  expect(kept).toMatchObject({ recipe: 'site', version, commit, status: 'idle' })
  const result = JSON.parse(readFileSync(join(folder, 'runs/1/results.json'), 'utf8'))
  expect(result).toMatchObject({ ref: commit, base: { version: older.version } })
  expect(result.reproduce).toMatch(/^cc-ci test site --ref [0-9a-f]{12} --from 1\.0\.0\+1\.26\.3$/)
  expect(existsSync(journal)).toBe(false)
  expect(await sweep('--plan')).toMatchObject({
    exitCode: 0,
    recipes: [
      { recipe: 'done', outcome: 'run' },
      { recipe: 'site', outcome: 'no-new-version' },
    ],
  })
})
