import { execFile, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'
import { watchJournal } from './watch-journal.js'
import { withoutPictures } from './without-pictures.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ccCi = join(root, 'packages/cli/bin/run.js')
const recipes = join(root, '.testbed/recipes')
const lossyFiles = join(root, 'examples/broken/upgrade-loses-data/versions/1.0.0+1.27.2')

/** A zone of its own, by which everything of these tests is found again. */
export const quickZone = 'quick.test'

/** What `cc-ci … --json` answered. */
export interface Answer {
  readonly exitCode: unknown
  readonly stderr: string
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about
  readonly document: any
}

interface KillPoint {
  /** The folder of the runs. */
  readonly runs: string
  readonly journal: string
  readonly phase: string
  readonly nth: number
}

export type QuickBed = Awaited<ReturnType<typeof openQuickBed>>

/**
 * A workspace whose recipes are: `site` and `book`, which are good; `lossy`, whose head loses data; `shy`, which does not
 * answer as a kept app; and `fresh`, which no sweep looks at.
 */
export async function openQuickBed() {
  const folder = await mkdtemp(join(tmpdir(), 'cc-ci-quick-'))
  const { dockerHost } = await ensureBed({ nested: true, images: ['nginx', 'guestbook', 'restic/restic'] })
  await materialiseExamples(join(root, 'examples'), recipes)
  await materialiseExamples(join(root, 'examples/broken'), join(recipes, 'broken'))
  writeFileSync(join(folder, 'cc-ci.yaml'), JSON.stringify(configWith(makeShyRecipe(join(folder, 'shy')))))

  const settings = (recipe: string, text: string): void => {
    mkdirSync(join(folder, 'recipes', recipe), { recursive: true })
    writeFileSync(join(folder, 'recipes', recipe, 'recipe.yaml'), text)
  }
  for (const name of ['lossy', 'shy']) settings(name, 'httpTimeout: 10\nexpectedNa:\n  backup_restore: keeps nothing\n')

  const run = (...words: string[]): Promise<Answer> => runCcCi(words, folder)
  const docker = dockerOf(dockerHost)
  const recordOf = (recipe: string, runs = join(folder, 'runs')): string => join(runs, `canonical.${recipe}.json`)
  const readRecord = (recipe: string) => JSON.parse(readFileSync(recordOf(recipe), 'utf8'))
  const belongings = async (...kinds: (keyof typeof lists)[]): Promise<string[]> => {
    const found = await Promise.all(kinds.map((kind) => docker(...lists[kind])))
    return found.flat().filter((name) => name.includes(quickZone.replaceAll('.', '_')))
  }
  const inVolume = (volume: string, script: string): Promise<string[]> => {
    const mounted = ['--volume', `${volume}:/v`, '--workdir', '/v', '--entrypoint', 'sh']
    return docker('run', '--rm', ...mounted, 'restic/restic:0.14.0', '-c', script)
  }

  return {
    ...{ folder, run, docker, settings, inVolume },
    /** Everything of these kinds whose name carries the zone. */
    belongings,
    quick: (recipe: string, ...flags: string[]) => run('test', recipe, '--quick', ...flags),
    whatRuns: () => belongings('service', 'container', 'network', 'config'),
    contentOf: (volume: string) =>
      inVolume(volume, 'find . -exec stat -c "%n %u %g %a" {} + | sort; find . -type f -exec sha256sum {} + | sort'),
    kept: (recipe: string) => readRecord(recipe).kept,
    copyRecord: (recipe: string, runs: string): void => cpSync(recordOf(recipe), recordOf(recipe, runs)),
    /** A folder of runs that knows what is kept of a recipe. */
    runsWith: (recipe: string, change: (record: object) => object = (record) => record): string => {
      const runs = join(folder, `killed-${recipe}`)
      mkdirSync(runs)
      writeFileSync(recordOf(recipe, runs), JSON.stringify(change(readRecord(recipe))))
      return runs
    },
    killIn: (point: KillPoint, ...words: string[]) => killIn(point, words, folder),
    close: async (): Promise<void> => {
      await docker('volume', 'rm', '--force', ...(await belongings('volume')))
      for (const secret of await belongings('secret')) await docker('secret', 'rm', secret)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function configWith(shy: string) {
  const enrolled = (url: string) => ({ url, enrolled: true })
  return {
    ...{ version: 1, zone: quickZone, engine: { endpoint: join(root, '.testbed/endpoint.json') } },
    recipes: {
      site: enrolled(join(recipes, 'custom-html')),
      book: enrolled(join(recipes, 'guestbook')),
      lossy: enrolled(join(recipes, 'broken/upgrade-loses-data')),
      shy: enrolled(shy),
      fresh: { url: join(recipes, 'custom-html') },
    },
  }
}

/** A recipe whose app serves nothing under the domain of a kept app. */
function makeShyRecipe(repository: string): string {
  cpSync(lossyFiles, repository, { recursive: true })
  const compose = join(repository, 'compose.yml')
  const command = `    command: ["sh", "-c", "case \${DOMAIN} in warm-*) rm /usr/share/nginx/html/index.html;; esac; exec nginx -g 'daemon off;'"]\n`
  const text = readFileSync(compose, 'utf8').replace(/test: .*\n/, 'test: ["CMD", "true"]\n')
  writeFileSync(compose, text.replace(/( {4}image: .*\n)/, `$1${command}`))
  const author = ['-c', 'user.name=t', '-c', 'user.email=t@example.org']
  const git = (...args: string[]) => execFileSync('git', ['-C', repository, ...author, ...args], { stdio: 'ignore' })
  git('init', '--initial-branch', 'main')
  git('add', '--all')
  git('commit', '--message', 'release')
  git('tag', '--annotate', '1.0.0+1.27.2', '--message', 'release')
  return repository
}

/** Leases of its own, so that no run of other tests takes a slot from these. */
const environment = (folder: string) => ({ ...withoutPictures, CC_CI_LEASE_DIR: join(folder, 'leases') })

function runCcCi(words: readonly string[], cwd: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [ccCi, ...words, '--json'], { cwd, env: environment(cwd) }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr))
      else resolve({ exitCode: error?.code ?? 0, stderr, document: JSON.parse(stdout) })
    })
  })
}

const lists = {
  service: ['service', 'ls', '--format', '{{.Name}}'],
  container: ['ps', '--all', '--format', '{{.Names}}'],
  network: ['network', 'ls', '--format', '{{.Name}}'],
  config: ['config', 'ls', '--format', '{{.Name}}'],
  volume: ['volume', 'ls', '--format', '{{.Name}}'],
  secret: ['secret', 'ls', '--format', '{{.Name}}'],
}

/** The lines that a Docker client prints. */
function dockerOf(dockerHost: string): (...args: string[]) => Promise<string[]> {
  const env = { ...process.env, DOCKER_HOST: dockerHost }
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile('docker', args, { env }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout.split('\n').filter(Boolean))
        else reject(new Error(stderr))
      })
    })
}

/** Starts cc-ci and kills it, and nothing else, when a journal names the phase for the nth time. */
async function killIn({ runs, journal, phase, nth }: KillPoint, words: readonly string[], cwd: string): Promise<void> {
  const started = `"type":"phase.started","phase":"${phase}"`
  const child = spawn(ccCi, [...words, '--runs-dir', runs], { cwd, env: environment(cwd), stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)))
  const watcher = watchJournal(runs, journal, (text) => {
    if (text.split(started).length > nth) child.kill('SIGKILL')
  })
  try {
    expect(await ended, `it ended before its phase ${phase}`).toBe('SIGKILL')
  } finally {
    watcher.close()
  }
}
