import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { signRun } from '@cc-ci/results-ux'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { builtProgram, ccCi, startCcCi } from './built-program.js'
import { type TestWorkspace, testWorkspace } from './workspace.js'

const cleanUps: (() => void)[] = []
let workspace: TestWorkspace

beforeAll(async () => {
  workspace = await testWorkspace((remove) => cleanUps.push(remove))
  for (const runId of ['12', '15']) {
    const run = join(workspace.folder, 'runs', runId)
    mkdirSync(run, { recursive: true })
    const finished = exampleRunResult().finished + Number(runId)
    const result = exampleRunResult({ runId, recipe: 'guestbook', pr: null, finished })
    writeFileSync(join(run, 'results.json'), JSON.stringify(result))
    writeFileSync(join(run, 'summary.html'), '')
    await signRun(run, signingKey())
  }
  writeFileSync(join(workspace.folder, 'repositories/guestbook/README.md'), '# guestbook\n\n> A guestbook\n')
  return () => {
    for (const remove of cleanUps) remove()
  }
})

const signingKey = (): string => join(workspace.folder, 'signing-key.pem')

const run = (line: string, more: { input?: string; env?: Record<string, string> } = {}) =>
  ccCi(line.split(' '), { cwd: workspace.folder, ...more, env: { ...workspace.env, ...more.env } })

describe('whatever is typed wrongly exits with 2 and one JSON document', () => {
  it.each([
    ['tset guestbook', 'COMMAND_UNKNOWN', 'Did you mean test?'],
    ['recipe lnt', 'COMMAND_UNKNOWN', 'Did you mean recipe lint?'],
    ['results', 'COMMAND_MISSING', 'cc-ci results show'],
    ['foo --help', 'COMMAND_UNKNOWN', 'cc-ci --help'],
    ['test', 'ARGUMENT_MISSING', 'cc-ci test --help'],
    ['test guestbook --jsn', 'FLAG_UNKNOWN', 'Did you mean --json?'],
    ['test guestbook -j many', 'USAGE', 'cc-ci test --help'],
    ['test guestbook --engine podman', 'USAGE', 'cc-ci test --help'],
    ['test guestbook --tiers instal', 'TIER_UNKNOWN', 'Did you mean install?'],
    ['test gestbook', 'RECIPE_UNKNOWN', 'Did you mean "guestbook"?'],
    ['results show 12 13', 'ARGUMENT_UNEXPECTED', 'cc-ci results show --help'],
  ])('%s', async (line, code, hint) => {
    const { exitCode, stdout, stderr } = await run(`${line} --json`, { input: 'guestbook\n' })

    expect(JSON.parse(stdout)).toEqual({
      error: { code, exitCode: 2, message: expect.any(String), hint: expect.stringContaining(hint) },
    })
    expect(stderr).toMatch(new RegExp(`^Error: .*\nCode: ${code}\n`))
    expect(exitCode).toBe(2)
  })
})

it('takes no argument from standard input', async () => {
  const { exitCode, stderr } = await run('test', { input: 'guestbook\n' })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('ARGUMENT_MISSING')
})

it('keeps to the words of people without --json, and to plain text where there is no terminal', async () => {
  const { stdout, stderr, exitCode } = await run('results show', { env: { FORCE_COLOR: '1' } })

  expect(exitCode).toBe(0)
  expect(stdout).toContain('level')
  expect(stdout).not.toContain('\u001b')
  expect(stderr).toBe('')
})

describe('each example of --help works as it stands', () => {
  const manifest = JSON.parse(readFileSync(join(builtProgram, '../../oclif.manifest.json'), 'utf8'))
  const commands: { id: string; examples: string[] }[] = Object.values(manifest.commands)
  // Those of loops, their watchdog and phases need clones and an order, those of the server a forge: loop-examples,
  // phase-examples and serve-examples.e2e.test.ts have them.
  const alone = commands.filter(({ id }) => !/^(loop|phase|watchdog|queue):|^serve$/.test(id))
  const examples = alone.flatMap(({ id, examples: each }) =>
    each.map((example) =>
      example.replace('<%= config.bin %>', 'cc-ci').replace('<%= command.id %>', id.replaceAll(':', ' ')),
    ),
  )

  /** The same within the workspace of this test; what a shell would do with the output is the shell’s. */
  const madeHarmless = (example: string): string =>
    (example.split(' | ')[0] ?? '')
      .replace('./my-recipe', './repositories/custom-html')
      .replace('./guestbook', './repositories/guestbook')
      .replace('/srv/www/ci', './srv')
      .replace('--port 8080', '--port 0')

  it('has some', () => {
    expect(examples.length).toBeGreaterThan(10)
  })

  it.each(examples)('%s', async (example) => {
    const [program, ...args] = madeHarmless(example).split(' ')
    // The plan reads and checks everything a test would, but deploys nothing.
    const deploys = args[0] === 'test' || args[0] === 'sweep'
    const harmless = deploys && !args.includes('--plan') ? [...args, '--plan'] : args
    const env = { ...workspace.env, CC_CI_SIGNING_KEY: signingKey() }
    const started = startCcCi(harmless, { cwd: workspace.folder, env })
    // It would serve for ever: once it says where, it has done what it says.
    if (args[1] === 'serve') started.process.stdout?.once('data', () => started.process.kill('SIGTERM'))
    const { exitCode, stderr } = await started.finished

    expect(program).toBe('cc-ci')
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' })
  })
})

describe('a recipe that is none', () => {
  const plan = async (files: Record<string, string>, ...args: string[]) => {
    const { gitRepository } = await import('@cc-ci/kernel/testing')
    const here = await testWorkspace(onTestFinished)
    const { 'recipe.yaml': settings, ...committed } = files
    await (await gitRepository(join(here.folder, 'wiki'))).commit(committed)
    if (settings !== undefined) {
      mkdirSync(join(here.folder, 'recipes/wiki'), { recursive: true })
      writeFileSync(join(here.folder, 'recipes/wiki/recipe.yaml'), settings)
    }
    const ran = await ccCi(['test', './wiki', '--plan', '--json', ...args], { cwd: here.folder, env: here.env })
    return { ...ran, left: here.leftovers(), error: JSON.parse(ran.stdout).error }
  }
  const compose = 'version: "3.8"\nservices:\n  app:\n    image: nginx:1.28.0\n'

  it.each([
    ['no compose.yml', { 'README.md': 'x' }, [], 'NOT_A_RECIPE', 'compose.yml'],
    ['invalid YAML', { 'compose.yml': 'services:\n  app:\n    image: "x\n' }, [], 'COMPOSE_FILE_INVALID', 'line 4'],
    ['a service that is no mapping', { 'compose.yml': 'services:\n  app: nginx\n' }, [], 'COMPOSE_REJECTED', 'app'],
    [
      'a misspelt setting',
      { 'compose.yml': compose, 'recipe.yaml': 'healthPath: /\nhealtOk: [200]\n' },
      [],
      'RECIPE_SETTINGS_INVALID',
      'recipe.yaml, line 2',
    ],
    ['an unknown base', { 'compose.yml': compose }, ['--from', '9.9.9'], 'BASE_NOT_FOUND', '9.9.9'],
    ['an unknown ref', { 'compose.yml': compose }, ['--ref', 'nope'], 'REF_NOT_FOUND', 'nope'],
  ])('%s: says so with its place, exits with 2, leaves nothing', async (_, files, args, code, place) => {
    const { exitCode, error, left } = await plan(files as Record<string, string>, ...args)

    expect(error).toMatchObject({ code, exitCode: 2, hint: expect.any(String) })
    expect(JSON.stringify(error)).toContain(place)
    expect(exitCode).toBe(2)
    expect(left).toEqual([])
  })
})
