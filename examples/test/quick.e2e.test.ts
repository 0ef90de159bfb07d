import { execFile, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBed } from '../../testbed/src/index.js'
import { materialiseExamples } from '../../tools/materialise-examples.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const ccCi = join(root, 'packages/cli/bin/run.js')
const recipes = join(root, '.testbed/recipes')
const lossyFiles = join(root, 'examples/broken/upgrade-loses-data/versions/1.0.0+1.27.2')
const zone = 'quick.test'

let folder = ''
let dockerHost = ''
let swept: Answer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cc-ci-quick-'))
  ;({ dockerHost } = await ensureBed({ nested: true, images: ['nginx', 'guestbook', 'restic/restic'] }))
  await materialiseExamples(join(root, 'examples'), recipes)
  await materialiseExamples(join(root, 'examples/broken'), join(recipes, 'broken'))
  const enrolled = (url: string) => ({ url, enrolled: true })
  const config = {
    ...{ version: 1, zone, engine: { endpoint: join(root, '.testbed/endpoint.json') } },
    recipes: {
      site: enrolled(join(recipes, 'custom-html')),
      book: enrolled(join(recipes, 'guestbook')),
      lossy: enrolled(join(recipes, 'broken/upgrade-loses-data')),
      shy: enrolled(makeShyRecipe()),
      fresh: { url: join(recipes, 'custom-html') },
    },
  }
  writeFileSync(join(folder, 'cc-ci.yaml'), JSON.stringify(config))
  for (const name of ['lossy', 'shy']) settings(name, 'httpTimeout: 10\nexpectedNa:\n  backup_restore: keeps nothing\n')
  swept = await run('sweep')
}, 900_000)
afterAll(async () => {
  await docker('volume', 'rm', '--force', ...(await belongings('volume')))
  if ((await belongings('secret')).length > 0) await docker('secret', 'rm', ...(await belongings('secret')))
  await rm(folder, { recursive: true, force: true })
})

/** A recipe whose app serves nothing under the domain of a kept app. */
function makeShyRecipe(): string {
  const repository = join(folder, 'shy')
  cpSync(lossyFiles, repository, { recursive: true })
  const compose = join(repository, 'compose.yml')
  const command = `    command: ["sh", "-c", "case \${DOMAIN} in warm-*) rm /usr/share/nginx/html/index.html;; esac; exec nginx -g 'daemon off;'"]\n`
  const health = 'test: ["CMD", "true"]\n'
  const text = readFileSync(compose, 'utf8').replace(/test: .*\n/, health)
  writeFileSync(compose, text.replace(/( {4}image: .*\n)/, `$1${command}`))
  const git = (...args: string[]) => execFileSync('git', ['-C', repository, ...args], { stdio: 'ignore' })
  git('init', '--initial-branch', 'main')
  git('add', '--all')
  git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '--message', 'release')
  git(
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@example.org',
    'tag',
    '--annotate',
    '1.0.0+1.27.2',
    '--message',
    'release',
  )
  return repository
}

function settings(recipe: string, text: string): void {
  mkdirSync(join(folder, 'recipes', recipe), { recursive: true })
  writeFileSync(join(folder, 'recipes', recipe, 'recipe.yaml'), text)
}

interface Answer {
  readonly exitCode: unknown
  readonly stderr: string
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about
  readonly document: any
}

function run(...words: string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [ccCi, ...words, '--json'], { cwd: folder }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr))
      else resolve({ exitCode: error?.code ?? 0, stderr, document: JSON.parse(stdout) })
    })
  })
}

const quick = (recipe: string, ...flags: string[]): Promise<Answer> => run('test', recipe, '--quick', ...flags)

function docker(...args: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    execFile('docker', args, { env: { ...process.env, DOCKER_HOST: dockerHost } }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.split('\n').filter(Boolean))
      else reject(new Error(stderr))
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

/** Everything of one kind whose name carries the zone. */
async function belongings(...kinds: (keyof typeof lists)[]): Promise<string[]> {
  const found = await Promise.all(kinds.map((kind) => docker(...lists[kind])))
  return found.flat().filter((name) => name.includes(zone.replaceAll('.', '_')))
}

const whatRuns = () => belongings('service', 'container', 'network', 'config')

/** What a shell sees in a volume. */
const inVolume = (volume: string, script: string): Promise<string[]> =>
  docker(
    'run',
    '--rm',
    '--volume',
    `${volume}:/v`,
    '--workdir',
    '/v',
    '--entrypoint',
    'sh',
    'restic/restic:0.14.0',
    '-c',
    script,
  )

const contentOf = (volume: string): Promise<string[]> =>
  inVolume(volume, 'find . -exec stat -c "%n %u %g %a" {} + | sort; find . -type f -exec sha256sum {} + | sort')

const kept = (recipe: string) => JSON.parse(readFileSync(join(folder, `runs/canonical.${recipe}.json`), 'utf8')).kept

const lossyVolume = 'warm-lossy_quick_test_content'
const siteVolume = 'warm-site_quick_test_content'

describe('a sweep', () => {
  it('K-15: keeps the app of each green release undeployed, with its volumes and secrets', async () => {
    expect(swept.document.recipes).toMatchObject([
      { recipe: 'site', outcome: 'green', promoted: true, exitCode: 0 },
      { recipe: 'book', outcome: 'green', promoted: true, exitCode: 0 },
      { recipe: 'lossy', outcome: 'green', promoted: true, exitCode: 0 },
      { recipe: 'shy' },
    ])
    expect(await whatRuns()).toEqual([])
    expect((await belongings('volume', 'secret')).sort()).toEqual([
      'warm-book_quick_test_db_password_v1',
      'warm-book_quick_test_postgres',
      lossyVolume,
      siteVolume,
    ])
    expect(kept('site')).toMatchObject({ version: '1.2.0+1.27.2', volumes: { [siteVolume]: expect.any(String) } })
  })

  it('K-15: that cannot reach the app which it is to keep leaves no stack, and says so', async () => {
    expect(swept.document.recipes[3]).toMatchObject({ outcome: 'green', promoted: true, exitCode: 3 })
    expect(swept.document.recipes[3].reason).toMatch(/^now its last green release, but no app of it is kept: .*403/)
    expect(kept('shy')).toBeUndefined()
    expect(await belongings('service', 'container', 'volume', 'secret')).not.toContainEqual(
      expect.stringContaining('shy'),
    )
  })
})

it('K-15: a sweep that is killed with -9 while it keeps an app leaves the one before whole', async () => {
  const before = await contentOf(lossyVolume)
  const runs = runsWith('lossy', (record) => ({ ...record, version: '0.9.0+1.27.2', commit: 'f'.repeat(40) }))
  for (const other of ['site', 'book', 'shy']) copyRecord(other, runs)

  await killIn({ runs, journal: join(runs, '1/canonical/events.jsonl'), phase: 'converge', nth: 1 }, 'sweep')
  expect(await belongings('service')).toEqual(['warm-lossy_quick_test_app'])
  const { document } = await quick('lossy')

  expect(document).toMatchObject({ mode: 'quick', verdict: 'red', fault: { code: 'DATA_LOST' } })
  expect(await contentOf(lossyVolume)).toEqual(before)
  expect(await whatRuns()).toEqual([])
})

describe('a quick run', () => {
  it('upgrades the kept app, says that it proves less, and waits for another of the same recipe', async () => {
    const [one, other] = await Promise.all([quick('site'), quick('site')])

    for (const { exitCode, document } of [one, other]) {
      expect(exitCode).toBe(0)
      expect(document).toMatchObject({
        ...{ mode: 'quick', verdict: 'green', level: 2, domain: `warm-site.${zone}` },
        base: { version: '1.2.0+1.27.2' },
        rungs: { install: { status: 'pass' }, upgrade: { status: 'pass' }, backup_restore: { status: 'unverified' } },
        deploys: { count: 1, expected: 1 },
      })
      expect(document.reproduce).toMatch(/^cc-ci test site --ref [0-9a-f]{12} --quick$/)
    }
    expect(one.stderr + other.stderr).toContain(`Waiting for the lease of warm-site.${zone}`)
    expect(await whatRuns()).toEqual([])
  })

  it('finds secrets and volumes as they were, though somebody removed them', async () => {
    await docker('secret', 'rm', 'warm-book_quick_test_db_password_v1')
    await docker('volume', 'rm', 'warm-book_quick_test_postgres')

    const { document } = await quick('book')

    expect(document).toMatchObject({ mode: 'quick', verdict: 'green', stages: [{}, { status: 'pass' }, {}] })
    expect(await belongings('secret')).toEqual(['warm-book_quick_test_db_password_v1'])
  })

  it('that fails puts back what was kept', async () => {
    const before = await contentOf(lossyVolume)

    const { exitCode, document } = await quick('lossy')

    expect(exitCode).toBe(1)
    expect(document).toMatchObject({ mode: 'quick', verdict: 'red', fault: { code: 'DATA_LOST' } })
    expect(await contentOf(lossyVolume)).toEqual(before)
    expect(await whatRuns()).toEqual([])
  })

  it('begins with the kept app as it was, after a quick run that was killed with -9', async () => {
    const runs = runsWith('site')
    const journal = join(runs, '1/events.jsonl')
    await killIn({ runs, journal, phase: 'converge', nth: 2 }, 'test', 'site', '--quick')
    expect(await belongings('service')).toEqual(['warm-site_quick_test_app'])
    await inVolume(siteVolume, 'echo left >left-by-a-dead-run')

    const { document } = await quick('site')

    expect(document).toMatchObject({ mode: 'quick', verdict: 'green' })
    expect(await inVolume(siteVolume, 'ls')).not.toContain('left-by-a-dead-run')
    expect(await whatRuns()).toEqual([])
  })
})

describe('without a kept app that fits', () => {
  it('a cold run takes the place of a quick one, and says why', async () => {
    const { document, stderr } = await quick('fresh')
    const why = '--quick: a cold run instead, because no app of it is kept; cc-ci sweep keeps one of a green release.'

    expect(document).toMatchObject({ mode: 'full', verdict: 'green', level: 3 })
    expect(document.notes).toContain(why)
    expect(stderr.replace(/\s+/g, ' ')).toContain(why)
    expect(document.reproduce).not.toContain('--quick')
  })

  it('V-19: a run is cold once settings, images or cc-ci are others than when the app was kept', async () => {
    settings('lossy', 'httpTimeout: 10\nextraEnv:\n  EXTRA: other\nexpectedNa:\n  backup_restore: keeps nothing\n')

    const { document } = await quick('lossy', '--plan')

    expect(document.plans).toMatchObject([{ mode: 'full' }])
    expect(document.plans[0].notes[0]).toContain('have changed since 1.0.0+1.27.2 was kept')
  })

  it('V-19: a run is cold when what was kept is damaged', async () => {
    const [archive] = Object.values(kept('site').volumes)
    await inVolume(
      'cc-ci-canonicals',
      `echo garbage >warm-site_quick_test/${archive}; rm -f warm-site_quick_test/holds`,
    )

    const { document } = await quick('site')

    expect(document).toMatchObject({ mode: 'full', verdict: 'green' })
    expect(document.notes[0]).toContain('the kept app cannot be brought back')
  })
})

interface KillPoint {
  /** The folder of the runs. */
  readonly runs: string
  readonly journal: string
  readonly phase: string
  readonly nth: number
}

/** Starts cc-ci and kills it, and nothing else, when a journal names the phase for the nth time. */
async function killIn({ runs, journal, phase, nth }: KillPoint, ...words: string[]): Promise<void> {
  const started = `"type":"phase.started","phase":"${phase}"`
  const child = spawn(ccCi, [...words, '--runs-dir', runs], { cwd: folder, stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)))
  const watcher = watch(runs, { recursive: true }, () => {
    if (existsSync(journal) && readFileSync(journal, 'utf8').split(started).length > nth) child.kill('SIGKILL')
  })
  try {
    expect(await ended, `it ended before its phase ${phase}`).toBe('SIGKILL')
  } finally {
    watcher.close()
  }
}

const copyRecord = (recipe: string, runs: string): void =>
  cpSync(join(folder, `runs/canonical.${recipe}.json`), join(runs, `canonical.${recipe}.json`))

/** A folder of runs that knows what is kept of a recipe. */
function runsWith(recipe: string, change: (record: object) => object = (record) => record): string {
  const runs = join(folder, `killed-${recipe}`)
  mkdirSync(runs)
  const name = `canonical.${recipe}.json`
  const record = JSON.parse(readFileSync(join(folder, 'runs', name), 'utf8'))
  writeFileSync(join(runs, name), JSON.stringify(change(record)))
  return runs
}
