import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { buildAppEnv } from '../src/recipe/app-env.js'
import { toDeployableYaml } from '../src/recipe/app-labels.js'
import { type ComposeDocument, readComposeDocument, toComposeDocument } from '../src/recipe/compose-document.js'
import { mapOf } from '../src/recipe/compose-yaml.js'
import { renderCompose } from '../src/recipe/render-compose.js'
import type { ComposeCase } from '../src/recipe/testing/compose-case.js'
import { composeCases } from '../src/recipe/testing/compose-cases.js'
import { refusedCases } from '../src/recipe/testing/refused-compose-cases.js'

const run = promisify(execFile)
const folder = temporaryFolder(afterAll)
const examples = join(import.meta.dirname, '../../../examples')
const client = await run('docker', ['stack', '--help']).then(
  ({ stdout }) => (/^ +config /m.test(stdout) ? '' : ': skipped, this docker client has no docker stack config'),
  () => ': skipped, there is no docker client',
)
const recipes = await exampleRecipes()

describe.skipIf(client !== '')(`the rendered compose files are what docker stack config prints${client}`, () => {
  it('of every example, each version of it', () => expect(recipes.length).toBeGreaterThan(30))

  it.each(recipes)('%s', async (path) => {
    const at = join(examples, path)
    const read = (file: string) => readFile(join(at, file), 'utf8')
    const { values } = buildAppEnv({
      sample: { file: '.env.sample', text: await read('.env.sample') },
      abraSh: await read('abra.sh').catch(() => ''),
      ...{ recipe: 'wiki', version: '1.0.0+1.0.0', domain: 'wiki-0a1b2c.ci.test', extra: {} },
    })
    await expectSame({ 'compose.yml': await read('compose.yml') }, { env: values, at })
  })

  it.each(composeCases)('$what', async (example) => {
    const at = await written(example)
    await expectSame(example.files, { env: { ...example.env, HOME: '/home/ci' }, at })
  })

  it.each(refusedCases)('or refuses, as Docker does: $what', async (example) => {
    const at = await written(example)
    const docker = await stackConfig(Object.keys(example.files), { env: example.env, at }).catch(
      (error: { stderr: string }) => error.stderr,
    )

    expect(docker).toContain(example.docker)
    expect(rendered(example.files, { env: example.env, at })).toMatchObject({ ok: false })
  })
})

interface Place {
  readonly env: Readonly<Record<string, string>>
  readonly at: string
}

async function expectSame(files: ComposeCase['files'], place: Place): Promise<void> {
  const docker = readComposeDocument(await stackConfig(Object.keys(files), place))
  const answer = rendered(files, place)
  const ours = readComposeDocument(answer.ok ? answer.document : `x-why: ${JSON.stringify(answer.why)}`)

  expect(readable(ours)).toEqual(readable(docker))
  expect(await asDeployed(ours, place)).toEqual(await asDeployed(docker, place))
}

function rendered(files: ComposeCase['files'], { env, at }: Place) {
  return renderCompose({ files: Object.entries(files).map(([file, text]) => ({ file, text })), env, folder: at })
}

/** What the harness reads of a document. Order is no difference, as Docker sorts; nor is `90s`, which it prints `1m30s`. */
function readable({ raw: _, ...read }: ComposeDocument): unknown {
  const sorted = Object.entries(read).map(([section, items]) => [
    section,
    items.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)),
  ])
  return JSON.parse(JSON.stringify(Object.fromEntries(sorted)), (_key, value: unknown) => {
    if (Array.isArray(value)) return withoutRepetitions(value)
    return typeof value === 'string' ? value.replace(/^(\d+)m(?:(\d+)s)?$/, (_t, m, s = 0) => `${m * 60 + +s}s`) : value
  })
}

/** What `docker stack deploy` makes of a document; it takes all of 3.x, so the version alone is no difference. */
async function asDeployed(doc: ComposeDocument, { env, at }: Place): Promise<unknown> {
  const raw = mapOf(JSON.parse(JSON.stringify(doc.raw), (_key, value) => withoutRepetitions(value)))
  await writeFile(join(folder, 'again.yml'), toDeployableYaml(toComposeDocument({ ...raw, version: '3.13' })))
  return readComposeDocument(await stackConfig([join(folder, 'again.yml')], { env, at }))
}

/** Docker joins the lists of two files with their repetitions, and then refuses its own answer for them. */
function withoutRepetitions(value: unknown): unknown {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? [...new Set(value)] : value
}

function keyOf(item: object): string {
  return `${Reflect.get(item, 'name') ?? ''} ${Reflect.get(item, 'key') ?? ''}`
}

async function stackConfig(files: readonly string[], { env, at }: Place): Promise<string> {
  const clientEnv = { PATH: process.env.PATH ?? '' }
  const args = ['stack', 'config', ...files.flatMap((file) => ['-c', file])]
  return (await run('docker', args, { cwd: at, env: { HOME: '/home/ci', ...env, ...clientEnv } })).stdout
}

async function written({ files }: Pick<ComposeCase, 'files'>): Promise<string> {
  const at = await mkdtemp(join(folder, 'recipe-'))
  await Promise.all(Object.entries(files).map(([file, text]) => writeFile(join(at, file), text)))
  return at
}

/** Folders below examples/ that hold one version of a recipe. */
/** All but those that are broken so that nobody gets as far as a rendered file. */
async function exampleRecipes(): Promise<string[]> {
  const paths = await readdir(examples, { recursive: true })
  const found = paths.filter((path) => /(?:^|\/)compose\.yml$/.test(path)).map((path) => dirname(path))
  const refused = await Promise.all(
    paths
      .filter((path) => basename(path) === 'expected.yaml')
      .map(async (path) => {
        const { verdict } = mapOf(parse(await readFile(join(examples, path), 'utf8')))
        return verdict === 'refused' ? [`${dirname(path)}/`] : []
      }),
  )
  return found.filter((path) => !refused.flat().some((example) => path.startsWith(example)))
}
