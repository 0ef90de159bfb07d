import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunResult, runResultSchema } from '@cc-ci/contracts/run-result'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ensureBed } from '../../../testbed/src/index.js'
import { ccCi } from './built-program.js'
import { type TestWorkspace, testWorkspace } from './workspace.js'

let bed: Awaited<ReturnType<typeof ensureBed>>

beforeAll(async () => {
  bed = await ensureBed({ nested: true, images: ['nginx', 'restic/restic'] })
}, 600_000)

function newWorkspace(): Promise<TestWorkspace> {
  const { dockerHost, proxy } = bed
  return testWorkspace(onTestFinished, { dockerHost, proxy })
}

function setSettings({ folder }: TestWorkspace, yaml: string): void {
  mkdirSync(join(folder, 'recipes/custom-html'), { recursive: true })
  writeFileSync(join(folder, 'recipes/custom-html/recipe.yaml'), yaml)
}

const docker = (...args: readonly string[]): string =>
  execFileSync('docker', ['--host', bed.dockerHost, ...args], { encoding: 'utf8' })

/** Runs cc-ci once for each list of arguments, all at once. */
async function testAtOnce(workspace: TestWorkspace, runs: readonly (readonly string[])[], env = {}) {
  const { folder } = workspace
  const ran = await Promise.all(
    runs.map((args) =>
      ccCi(['test', 'custom-html', '--json', ...args], { cwd: folder, env: { ...workspace.env, ...env } }),
    ),
  )
  return ran.map(({ stdout, stderr }) => {
    const { error, data: result } = runResultSchema.safeParse(JSON.parse(stdout))
    if (result === undefined) throw new Error(`No result, but: ${stdout}`, { cause: error })
    return { result, stderr }
  })
}

const releases = ['1.1.0+1.27.0', '1.2.0+1.27.2'] as const
const twoRefs = releases.map((ref) => ['--ref', ref, '--tiers', 'install'])

/** From when a run had its lease and its slot until its app was gone, in epoch seconds. */
function atWork({ started, phases }: RunResult): readonly [from: number, to: number] {
  const phase = (name: string) => phases.find((each) => each.name === name) ?? { start: Number.NaN, seconds: 0 }
  const end = phase('teardown')
  return [started + phase('janitor').start, started + end.start + end.seconds]
}

function overlap(one: RunResult, other: RunResult): boolean {
  const [[from, to], [otherFrom, otherTo]] = [atWork(one), atWork(other)]
  return from < otherTo && otherFrom < to
}

function imagesThatRan(workspace: TestWorkspace, { runId }: RunResult): string {
  return readFileSync(join(workspace.folder, 'runs', runId, 'evidence/services.json'), 'utf8')
}

describe('two refs of one recipe, tested at once', () => {
  it('K-01: each keeps its head', async () => {
    const workspace = await newWorkspace()
    const results = (await testAtOnce(workspace, twoRefs)).map(({ result }) => result)

    expect(results).toMatchObject(releases.map((version) => ({ verdict: 'green', version })))
    for (const [index, result] of results.entries())
      expect(imagesThatRan(workspace, result)).toContain(`nginx:${releases[index]?.split('+')[1]}`)
  }, 120_000)

  it('K-05: hold no lease in common, so they run side by side, and have nothing else in common either', async () => {
    const workspace = await newWorkspace()
    const [one, other] = (await testAtOnce(workspace, twoRefs)).map(({ result }) => result)
    if (one === undefined || other === undefined) throw new Error('two runs were asked for')

    expect(overlap(one, other)).toBe(true)
    expect([one.verdict, other.verdict]).toEqual(['green', 'green'])
    for (const key of ['runId', 'domain', 'ref', 'version'] as const) expect(one[key]).not.toBe(other[key])
    expect([one.deploys, other.deploys]).toEqual([one.deploys, { count: 1, expected: 1 }])
  }, 120_000)

  it('K-03: wait for each other where the one knob says one at a time', async () => {
    const workspace = await newWorkspace()
    const runs = await testAtOnce(workspace, twoRefs, { CC_CI_CAPACITY: '1' })
    const [one, other] = runs.map(({ result }) => result)
    if (one === undefined || other === undefined) throw new Error('two runs were asked for')

    expect([one.verdict, other.verdict]).toEqual(['green', 'green'])
    expect(overlap(one, other)).toBe(false)
    expect(runs.map(({ stderr }) => stderr).join('')).toContain('All 1 slots of this host are taken')
    const journal = readFileSync(join(workspace.folder, 'runs/1/events.jsonl'), 'utf8')
    expect(journal).toMatch(/"type":"run\.started",.*"capacity":1/)
  }, 120_000)
})

it('K-04: two runs for one domain at once are both green, one after the other, each with its own count', async () => {
  const workspace = await newWorkspace()
  // If the one takes the other's app away, this is how long that one waits for it.
  setSettings(workspace, 'deployTimeout: 60\n')
  const runs = await testAtOnce(workspace, [
    ['--tiers', 'install,upgrade'],
    ['--tiers', 'install,upgrade'],
  ])
  const [one, other] = runs.map(({ result }) => result)
  if (one === undefined || other === undefined) throw new Error('two runs were asked for')

  expect([one.verdict, other.verdict]).toEqual(['green', 'green'])
  expect([one.domain, [one.runId, other.runId].sort()]).toEqual([other.domain, ['1', '2']])
  expect(overlap(one, other)).toBe(false)
  expect([one.deploys, other.deploys]).toEqual(Array(2).fill({ count: 1, expected: 1 }))
  expect(runs.map(({ stderr }) => stderr).join('')).toContain(`Waiting for the lease of ${one.domain}, held by run`)
}, 180_000)

it('K-16: what a dead run left, and the load of the machine, stand in the result', async () => {
  const workspace = await newWorkspace()
  const stack = `blog-0a1b2c_${workspace.zone.replace('.', '_')}`
  docker('volume', 'create', '--label', `com.docker.stack.namespace=${stack}`, `${stack}_data`)
  const [run] = await testAtOnce(workspace, [['--tiers', 'install']])

  expect(run?.result.start).toMatchObject({ load: expect.any(Number), runs: [] })
  expect(run?.result.notes).toContain(`A dead run had left blog-0a1b2c.${workspace.zone}; it was removed.`)
  expect(docker('volume', 'ls', '--format', '{{.Name}}')).not.toContain(stack)
}, 120_000)

it('K-15: a sweep ends with nothing deployed, and what stopped answering half-way is not promoted', async () => {
  const workspace = await newWorkspace()
  setSettings(workspace, 'healthPath: /nowhere\nhttpTimeout: 3\n')
  const { folder, env, zone } = workspace
  const { exitCode, stdout } = await ccCi(['sweep', '--json'], { cwd: folder, env })
  const canonical = join(folder, 'runs/canonical.custom-html.json')

  expect([exitCode, JSON.parse(stdout).recipes]).toMatchObject([1, [{ outcome: 'red', promoted: false }]])
  expect(existsSync(canonical)).toBe(false)
  expect(docker('service', 'ls', '--format', '{{.Name}}')).not.toContain(zone.replace('.', '_'))
  expect(docker('volume', 'ls', '--format', '{{.Name}}')).not.toContain(zone.replace('.', '_'))
}, 120_000)
