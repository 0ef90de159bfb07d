import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ExecaProcessRunner, type LeaseStore, type ProcessRunner } from '@cc-ci/kernel'
import { type GitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startProgram } from '../../kernel/test/programs/start-program.js'
import { chooseEngine, type EngineChoice } from '../src/adapters/choose-engine.js'
import type { Engine } from '../src/ports/engine.js'
import { type BackupBot, deployBackupBot } from './abra-double/backup-bot.js'
import { AbraDouble } from './abra-double/install-abra-double.js'
import { engineContract } from './engine.contract.js'
import { dockerHost, EngineBed, git, leasesIn, newest, swarm, tinyRecipe } from './engine-bed.js'

const double = new AbraDouble()
const folder = temporaryFolder(afterAll)

/** of every call here, none asks what a person would have to answer, and none goes to a remote. */
const processes: ProcessRunner = {
  run: async (command, args, options) => {
    if (command === 'abra' && !args.some((word) => /^--(help|version)$/.test(word))) {
      expect(options).toMatchObject({ pty: true, cleanEnv: true, timeoutMs: expect.any(Number) })
      expect(args).toContain('--no-input')
      if (args[0] !== 'server') expect(args).toContain('--offline')
    }
    return new ExecaProcessRunner().run(command, args, options)
  },
}

const hostLeases = leasesIn(join(folder, 'leases'))

function engineOf(
  choice: EngineChoice,
  { without = [] as readonly string[], PATH = double.path(without), leases = hostLeases as LeaseStore } = {},
) {
  return chooseEngine(choice, {
    ...{ processes, git, swarm, leases },
    clientEnv: { PATH, HOME: folder, DOCKER_HOST: dockerHost },
    sharedDir: join(folder, 'shared'),
  })
}

let counter = 0
const newFolder = (): string => {
  const made = join(folder, `${++counter}`)
  mkdirSync(made)
  return made
}

async function subjectOf(choice: EngineChoice) {
  const engine = await engineOf(choice)
  return { engine, recipe: await tinyRecipe(newFolder()), newBed: () => new EngineBed(engine, newFolder()) }
}

beforeAll(() => double.build())
afterAll(() => double.remove())

engineContract('SwarmEngine', () => subjectOf('swarm'))
engineContract('AbraEngine', () => subjectOf('abra'))

describe('the engine that is chosen', () => {
  it.each<[EngineChoice, string, Engine['kind']]>([
    ['swarm', 'there', 'swarm'],
    ['abra', 'there', 'abra'],
    ['auto', 'there', 'abra'],
    ['auto', 'not there', 'swarm'],
  ])('by %s, with an abra that is %s, is %s', async (choice, there, kind) => {
    const PATH = there === 'there' ? double.path() : (process.env.PATH ?? '')

    expect((await engineOf(choice, { PATH })).kind).toBe(kind)
  })

  it('is missed when it was asked for by name and is not there', async () => {
    const engine = await engineOf('abra', { PATH: process.env.PATH ?? '' })

    await expect(engine.version()).rejects.toMatchObject({ code: 'ABRA_MISSING', exitCode: 3 })
  })
})

describe('AbraEngine', { timeout: 60_000 }, () => {
  let recipe: GitRepository
  beforeAll(async () => {
    recipe = await tinyRecipe(newFolder())
  })
  const begin = async (engine?: Engine) => {
    const bed = new EngineBed(engine ?? (await engineOf('abra')), newFolder())
    onTestFinished(async () => void (await bed.remove()))
    return { bed, app: await bed.open(recipe) }
  }

  it('A-05, A-06: deploys a release with a lightweight tag as the checkout that it was, and says so', async () => {
    await recipe.branch('light')
    const light = await recipe.commit({ 'README.md': 'A lightweight release.' })
    await recipe.tag('0.9.0+1')
    const { bed } = await begin()
    const moveAway = () => git.checkout(bed.checkout, newest, { force: true })
    expect(await bed.deploy('0.9.0+1', {}, moveAway)).toEqual({ ok: true })

    expect([await bed.label('chaos'), await bed.label('chaos-version')]).toEqual(['true', light.slice(0, 8)])
    expect(bed.record.notes).toEqual([expect.stringContaining('not annotated')])
  })

  it('R-08: leaves the waiting to the harness where abra cannot be told not to wait', async () => {
    const { bed } = await begin(await engineOf('abra', { without: ['app deploy --no-converge-checks'] }))
    await git.checkout(bed.checkout, newest, { force: true })
    await recipe.branch('crashing')
    const crashing = (await recipe.commit({
      'compose.yml':
        (await bed.prepare(newest)).sources['compose.yml']?.replace('["sleep", "3600"]', '["false"]') ?? '',
      'abra.sh': 'export PAGE_VERSION=v9\nexport TINY_VERSION=1\n',
    })) as string
    await recipe.tag('crash')
    await git.fetchTags(bed.checkout, recipe.folder)

    expect(await bed.deploy(crashing, { TIMEOUT: '2' })).toEqual({ ok: true })
    expect(await bed.engine.version()).toContain('not in its help: app deploy --no-converge-checks')
  })

  it('A-09: answers with abra’s words when it does not even take the app on', async () => {
    const broken = await tinyRecipe(newFolder())
    await broken.commit({
      'compose.yml':
        'version: "3.8"\nservices:\n  app:\n    image: none\n    healthcheck: {test: ["CMD", "true"], start_period: "${WAIT:-1s}"}\n',
    })
    await broken.tag('2.0.0+1', 'newest')
    const bed = new EngineBed(await engineOf('abra'), newFolder())
    onTestFinished(async () => void (await bed.remove()))
    await bed.open(broken)

    expect(await bed.deploy('1.0.0+1')).toMatchObject({
      ok: false,
      why: "services.app.healthcheck.start_period Does not match format 'duration'",
    })
  })

  it('A-03: lints a pristine clone of the head and reads its table, errors and all', async () => {
    const bed = new EngineBed(await engineOf('abra'), newFolder())
    onTestFinished(async () => void (await bed.remove()))
    const linted = await tinyRecipe(newFolder())
    await linted.tag('v2')
    const app = await bed.open(linted)
    const answer = await app.lint?.(await git.head(bed.checkout))
    const broken = answer?.ok === true ? answer.rows.filter(({ satisfied }) => !satisfied) : []

    expect(broken).toContainEqual(expect.objectContaining({ rule: 'R014', severity: 'error' }))
    expect(broken.filter(({ severity }) => severity === 'error')).toHaveLength(1)
    expect(await app.lint?.('0'.repeat(40))).toMatchObject({
      ok: false,
      unverified: expect.stringMatching(/^abra could/),
    })
    expect(await bed.engine.version()).toContain('R016: a rule that nobody here knows')
  })

  it('K-13: waits for another process that writes what runs share of abra’s folder', async () => {
    const other = startProgram('hold-lease.ts', [join(folder, 'leases'), 'abra-state'])
    await expect.poll(other.printed, { timeout: 30_000 }).toMatch(/held\n$/)
    const story: string[] = []
    const leases: LeaseStore = {
      list: () => hostLeases.list(),
      tryAcquire: (name, request) => hostLeases.tryAcquire(name, request),
      acquire: (name, wait) =>
        hostLeases.acquire(name, {
          ...wait,
          onWait: () => {
            story.push(`waits for ${name}`)
            other.process.kill('SIGKILL')
          },
        }),
    }
    const { bed, app } = await begin(await engineOf('abra', { leases }))
    await app.configure?.((await bed.prepare(newest)).env.text)
    story.push('is configured')

    expect(story).toEqual(['waits for abra-state', 'is configured'])
  })

  it('K-13: shares the operator’s servers, one writer at a time, and leaves none of its files there', async () => {
    const servers = join(folder, 'shared', 'servers')
    mkdirSync(join(servers, 'default'), { recursive: true })
    const engine = await engineOf('abra')
    const beds = await Promise.all([begin(engine), begin(engine)])
    const files = (): string[] => readdirSync(join(servers, 'default')).sort()
    const configured = await Promise.all(
      beds.map(async ({ bed, app }) => app.configure?.((await bed.prepare(newest)).env.text)),
    )

    expect(configured).toEqual([{ ok: true }, { ok: true }])
    expect(files()).toEqual(beds.map(({ bed }) => `${bed.domain}.env`).sort())
    // One run dies: whoever finds its stack finds its file.
    await engine.undeploy(beds[0].bed.stack)
    expect(files()).toEqual([`${beds[1].bed.domain}.env`])
    await beds[1].bed.remove()
    expect(files()).toEqual([])
    expect(existsSync(servers)).toBe(true)
  })

  describe('with backups', () => {
    let bot: BackupBot | undefined
    afterAll(() => bot?.remove(), 60_000)

    it('B-05: restores this run’s snapshot, not the newest, and blames nobody when there is no bot', async () => {
      const { bed, app } = await begin()
      await bed.deploy(newest)
      await bed.untilPage(/^1\.1\.0/)
      expect(await app.backups?.create()).toMatchObject({ ok: false, infra: { code: 'BACKUPBOT_MISSING' } })
      bot = await deployBackupBot(swarm, dockerHost)
      const write = async (text: string) => {
        const [container] = await swarm.containers(bed.stack, `${bed.stack}_app`)
        await swarm.writeFile(container?.id ?? '', '/data/note', Buffer.from(text))
      }
      await write('ours')
      const first = await app.backups?.create()
      await write('newer')
      const second = await app.backups?.create()
      const id = first?.ok === true ? first.snapshotId : ''
      expect([first?.ok, second?.ok, id]).toEqual([true, true, expect.stringMatching(/^[0-9a-f]{8}/)])

      expect(await app.backups?.restore(id)).toEqual({ ok: true })
      expect(await bed.read('/data/note')).toBe('ours')
    })
  })
})
