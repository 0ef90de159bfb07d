import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'
import { watchJournal } from './watch-journal.js'
import { withoutPictures } from './without-pictures.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ccCi = join(root, 'packages/cli/bin/run.js')
const broken = join(root, 'examples/broken')

// A phase that comes twice is named with its count: the first deploy is the base's, the second the head's.
const pointsOfApp = [
  'lease',
  'janitor',
  'fetch',
  'plan',
  'lint',
  'base',
  'pull',
  'deploy',
  'converge',
  'serve',
  'seed data',
  'deploy 2',
  'converge 2',
  'create backup',
  'wipe data',
  'restore backup',
  'custom',
  'teardown',
]
// Of an app with a dependency the first deploy is the dependency's.
const pointsWithDependency = ['deploy', 'converge', 'enrol', 'install', 'teardown oidc-provider']
const points = [
  ...pointsOfApp.map((point) => ({ recipe: 'custom-html', point })),
  ...pointsWithDependency.map((point) => ({ recipe: 'clubhouse', point })),
]

let runsDir = ''
let dockerHost = ''
beforeAll(async () => {
  runsDir = await mkdtemp(join(tmpdir(), 'cc-ci-kill-'))
  ;({ dockerHost } = await ensureBed({ nested: true, images: ['all'], registry: true }))
  await materialiseExamples(join(root, 'examples'), join(root, '.testbed/recipes'))
  await materialiseExamples(join(root, 'examples/broken'), join(root, '.testbed/recipes/broken'))
}, 600_000)
afterAll(() => rm(runsDir, { recursive: true, force: true }))

describe.concurrent('a harness that is killed with -9', () => {
  it.each(points.map((point, index) => ({ ...point, zone: `kill${index}.test` })))(
    'K-09, H-01, H-10: in phase “$point” of $recipe leaves nothing after the next start',
    async ({ recipe, point, zone }) => {
      const folder = join(runsDir, zone)
      await killInPhase(point, { recipe, zone, folder })

      await startAgain({ zone, folder })

      expect(await belongings(zone)).toEqual([])
    },
  )
})

/** Starts a run of its own zone and kills the harness, and nothing else, as soon as its journal names the phase. */
async function killInPhase(
  point: string,
  { recipe, zone, folder }: { recipe: string; zone: string; folder: string },
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const journal = join(folder, '1', 'events.jsonl')
  const [phase, count] = splitPoint(point)
  const run = spawn(ccCi, ['test', recipe, '--runs-dir', folder], {
    cwd: root,
    env: { ...withoutPictures, CC_CI_ZONE: zone },
    stdio: 'ignore',
  })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => run.on('exit', (_, signal) => resolve(signal)))
  const watcher = watchJournal(folder, journal, (text) => {
    if (timesStarted(text, phase) >= count) run.kill('SIGKILL')
  })
  try {
    expect(await ended, `the run ended before its phase ${point}`).toBe('SIGKILL')
  } finally {
    watcher.close()
  }
}

function splitPoint(point: string): [string, number] {
  const match = /^(.*) (\d)$/.exec(point)
  return match === null ? [point, 1] : [match[1] ?? '', Number(match[2])]
}

function timesStarted(journal: string, phase: string): number {
  return journal.split(`"type":"phase.started","phase":"${phase}"`).length - 1
}

/** Another recipe in the same zone: it is the janitor who meets the orphan, not a second run of the same domain. */
async function startAgain({ zone, folder }: { zone: string; folder: string }): Promise<void> {
  const again = execFile(ccCi, ['test', 'missing-secret', '--json', '--runs-dir', folder], {
    cwd: broken,
    env: { ...withoutPictures, CC_CI_ZONE: zone },
  })
  await new Promise((resolve) => again.on('exit', resolve))
}

/** Everything in Docker whose name carries the zone. */
async function belongings(zone: string): Promise<string[]> {
  const docker = async (...args: string[]): Promise<string[]> => {
    const { stdout } = await promisify(execFile)('docker', args, { env: { ...process.env, DOCKER_HOST: dockerHost } })
    return stdout.split('\n').filter((line) => line.includes(zone.replaceAll('.', '_')) || line.includes(zone))
  }
  const lists = await Promise.all([
    docker('service', 'ls', '--format', 'service {{.Name}}'),
    docker('ps', '-a', '--format', 'container {{.Names}}'),
    docker('network', 'ls', '--format', 'network {{.Name}}'),
    docker('volume', 'ls', '--format', 'volume {{.Name}}'),
    docker('secret', 'ls', '--format', 'secret {{.Name}}'),
    docker('config', 'ls', '--format', 'config {{.Name}}'),
  ])
  return lists.flat()
}
