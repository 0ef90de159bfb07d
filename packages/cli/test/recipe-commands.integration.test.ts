import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gitRepository, temporaryFolder } from '@cc-ci/kernel/testing'
import { captureOutput } from '@oclif/test'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import RecipeApprove from '../src/commands/recipe/approve.js'
import RecipeLint from '../src/commands/recipe/lint.js'
import RecipeNew from '../src/commands/recipe/new.js'
import RecipeShow from '../src/commands/recipe/show.js'
import { realWorld } from '../src/world.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const commands = { new: RecipeNew, show: RecipeShow, approve: RecipeApprove, lint: RecipeLint }

async function run(name: keyof typeof commands, argv: string[], cwd: string) {
  const world = { ...realWorld(), environment: {}, cwd }
  const Command = class extends (commands[name] as typeof RecipeLint) {
    protected override readonly world = world
  }
  const { stdout, stderr } = await captureOutput(() => Command.run([...argv, '--json'], { root }))
  return { document: JSON.parse(stdout), stderr, exitCode: process.exitCode ?? 0 }
}

afterEach(() => {
  process.exitCode = undefined
})

/** A workspace that names the recipe `wiki`, which brings code of its own, and has settings for it. */
async function createWorkspace() {
  const folder = temporaryFolder(onTestFinished)
  const wiki = await gitRepository(join(folder, 'repositories/wiki'))
  await wiki.commit({
    'compose.yml': 'version: "3.8"\nservices: { app: { image: "nginx:1.28.0" } }\n',
    'tests/custom/test_reads.sh': 'exit 0\n',
    'tests/install_steps.sh': 'touch /tmp/pwned\n',
  })
  mkdirSync(join(folder, 'recipes/wiki/custom'), { recursive: true })
  writeFileSync(join(folder, 'recipes/wiki/custom/test_writes.sh'), 'exit 0\n')
  writeFileSync(join(folder, 'recipes/wiki/recipe.yaml'), '# ours\nhealthPath: /ok\n\ndeployTimeout: 60\n')
  const config = 'version: 1\nrecipes:\n  # the one\n  wiki: { url: repositories/wiki } # all\n'
  writeFileSync(join(folder, 'cc-ci.yaml'), config)
  return { folder, config, wiki, read: (file: string) => readFileSync(join(folder, file), 'utf8') }
}

describe('recipe show', () => {
  it('tells each setting and where it comes from, the files found, and what is not approved', async () => {
    const { folder } = await createWorkspace()
    const { document, stderr } = await run('show', ['wiki'], folder)
    const origins = Object.fromEntries(
      document.settings.map((each: { key: string; origin: string }) => [each.key, each.origin]),
    )

    expect(origins).toMatchObject({
      healthPath: 'recipe.yaml line 2',
      deployTimeout: 'recipe.yaml line 4',
      httpTimeout: 'default',
      backupCapable: 'default',
    })
    expect(document).toMatchObject({
      recipe: 'wiki',
      codeApproved: false,
      files: {
        ours: ['custom/test_writes.sh', 'recipe.yaml'],
        theirs: ['tests/custom/test_reads.sh', 'tests/install_steps.sh'],
      },
      tests: [{ origin: 'ours', name: 'writes' }],
    })
    expect(document.notRun).toEqual([
      { file: 'tests/custom/test_reads.sh', reason: 'not run: not approved' },
      { file: 'tests/install_steps.sh', reason: 'not run: not approved' },
    ])
    expect(stderr).toContain('healthPath          "/ok"  (recipe.yaml line 2)')
    expect(stderr).toContain('cc-ci recipe approve wiki')
  })

  it('reads the settings of the original, and names the hooks that decide when the app is there', async () => {
    const { folder } = await createWorkspace()
    rmSync(join(folder, 'recipes/wiki/recipe.yaml'))
    const settings = 'DEPLOY_TIMEOUT = 60\n\nHEALTH_PATH = "/ok"\n\ndef EXTRA_ENV(ctx):\n    return {}\n'
    writeFileSync(join(folder, 'recipes/wiki/recipe_meta.py'), settings)
    const { document, stderr } = await run('show', ['wiki'], folder)

    expect(document.settings).toContainEqual({ key: 'healthPath', value: '/ok', origin: 'recipe_meta.py line 3' })
    expect(document.hooks).toEqual([{ name: 'EXTRA_ENV', file: 'recipe_meta.py' }])
    expect(stderr).toContain('Hooks\n  EXTRA_ENV (recipe_meta.py)\n')
  })

  it('H-06: names the line of a misspelt setting and the likely one', async () => {
    const { folder } = await createWorkspace()
    writeFileSync(join(folder, 'recipes/wiki/recipe.yaml'), 'deployTimeout: 60\nHEALTH_PATH: /\n')
    const { document, exitCode } = await run('show', ['wiki'], folder)

    expect(document.error).toMatchObject({ code: 'RECIPE_SETTINGS_INVALID', place: { line: 2, key: 'HEALTH_PATH' } })
    expect(document.error.hint).toBe('Did you mean "healthPath"?')
    expect(exitCode).toBe(2)
  })
})

describe('recipe approve', () => {
  it('shows the code that may run from then on, and changes nothing else of cc-ci.yaml; --revoke takes it back', async () => {
    const { folder, config, read } = await createWorkspace()
    const approved = await run('approve', ['wiki'], folder)

    expect(approved.document).toMatchObject({
      codeApproved: true,
      code: ['tests/custom/test_reads.sh', 'tests/install_steps.sh'],
    })
    expect(approved.stderr).toContain('  tests/install_steps.sh\n')
    expect(read('cc-ci.yaml')).toBe(config.replace('repositories/wiki }', 'repositories/wiki, codeApproved: true }'))
    expect((await run('show', ['wiki'], folder)).document).toMatchObject({ codeApproved: true, notRun: [] })

    expect((await run('approve', ['wiki', '--revoke'], folder)).document).toMatchObject({ codeApproved: false })
    expect((await run('show', ['wiki'], folder)).document.codeApproved).toBe(false)
  })

  it.each([
    ['a name that is not in cc-ci.yaml', ['wikki'], 'RECIPE_UNKNOWN'],
    ['a folder, which has no entry', ['./repositories/wiki'], 'RECIPE_UNKNOWN'],
    ['a name that is not there to be revoked', ['wikki', '--revoke'], 'RECIPE_UNKNOWN'],
  ])('refuses %s', async (_, argv, code) => {
    const { folder, config, read } = await createWorkspace()
    const { document, exitCode } = await run('approve', argv, folder)

    expect({ code: document.error.code, exitCode }).toEqual({ code, exitCode: 2 })
    expect(read('cc-ci.yaml')).toBe(config)
  })

  it('does not change an entry that is written as an alias', async () => {
    const { folder, read } = await createWorkspace()
    const config = 'version: 1\nrecipes:\n  blog: &same { url: repositories/wiki }\n  wiki: *same\n'
    writeFileSync(join(folder, 'cc-ci.yaml'), config)

    expect((await run('approve', ['wiki'], folder)).document.error).toMatchObject({ code: 'CONFIG_NOT_EDITABLE' })
    expect(read('cc-ci.yaml')).toBe(config)
  })
})

describe('recipe new', () => {
  it('makes a repository with a release, which lint has nothing against, and its settings and test', async () => {
    const { folder, read } = await createWorkspace()
    const { document } = await run('new', ['notes'], folder)
    const lint = await run('lint', ['./notes'], folder)
    const shown = await run('show', ['./notes'], folder)

    expect(document.files).toContain(join(folder, 'notes/compose.yml'))
    expect(lint.document.findings).toEqual([])
    expect(read('recipes/notes/recipe.yaml')).toContain('$schema=../recipe-settings.schema.json')
    expect(JSON.parse(read('recipes/recipe-settings.schema.json')).properties).toHaveProperty('healthPath')
    expect(shown.document.tests).toMatchObject([{ name: 'serves published files', origin: 'ours' }])
    expect(shown.document.settings[0]).toMatchObject({ key: 'healthPath', value: '/', origin: 'recipe.yaml line 3' })
  })

  it.each(['notes', 'recipes/notes'])('overwrites nothing in %s, and then writes nothing elsewhere', async (taken) => {
    const { folder, read } = await createWorkspace()
    mkdirSync(join(folder, taken), { recursive: true })
    writeFileSync(join(folder, taken, 'mine'), 'mine')
    const { document, exitCode } = await run('new', ['notes'], folder)

    expect(document.error).toMatchObject({ code: 'FOLDER_NOT_EMPTY', place: { file: join(folder, taken) } })
    expect(exitCode).toBe(2)
    expect(read(`${taken}/mine`)).toBe('mine')
    expect(
      [join(folder, 'notes/compose.yml'), join(folder, 'recipes/notes/recipe.yaml')].filter((file) => existsSync(file)),
    ).toEqual([])
  })

  it.each(['Notes', '../notes', 'a', 'my_notes', 'notes-'])('refuses the name %s', async (name) => {
    const { document } = await run('new', [name], (await createWorkspace()).folder)
    expect(document.error).toMatchObject({ code: 'RECIPE_NAME_INVALID', exitCode: 2 })
  })
})
