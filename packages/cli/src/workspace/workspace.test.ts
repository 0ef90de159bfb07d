import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { buildTestRequest } from '../build-test-request.js'
import { realWorld } from '../world.js'
import { endpointOf, loadWorkspace } from './load-workspace.js'
import { resolveRecipe } from './resolve-recipe.js'
import { withoutPassword } from './without-password.js'

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(onTestFinished)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

const config =
  'version: 1\nrecipes:\n  wiki: { url: repos/wiki }\n  far: { url: https://forge.example.org/org/far.git }\n'

describe('cc-ci.yaml', () => {
  it('is found upwards, and is not needed', () => {
    const folder = folderWith({ 'cc-ci.yaml': config, 'a/b/c': '' })
    expect(loadWorkspace(join(folder, 'a/b'), {}).folder).toBe(folder)
    expect(loadWorkspace(temporaryFolder(onTestFinished), {})).toMatchObject({
      file: undefined,
      config: { capacity: 2 },
    })
  })

  it.each([
    ['version: 1\nzoen: x\n', 'zoen', 2, 'Did you mean "zone"?'],
    ['version: 1\nzone: "x\n', '', 3, 'cc-ci config schema'],
    ['version: 1\ncapacity: 0\n', 'capacity', 2, 'cc-ci config schema'],
    ['zone: x.test\n', 'version', 1, 'cc-ci config schema'],
  ])('names the place of what is wrong in %j', (text, key, line, hint) => {
    const folder = folderWith({ 'cc-ci.yaml': text })
    expect(() => loadWorkspace(folder, {})).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        exitCode: 2,
        place: { file: join(folder, 'cc-ci.yaml'), line, key },
        hint: expect.stringContaining(hint),
      }),
    )
  })

  it('yields to the environment, which is checked as well', () => {
    const folder = folderWith({ 'cc-ci.yaml': config })
    const workspace = loadWorkspace(folder, { CC_CI_ZONE: 'other.test', CC_CI_CAPACITY: '3', CC_CI_RUNS_DIR: '' })
    expect(workspace.config).toMatchObject({ zone: 'other.test', capacity: 3, runsDir: 'runs' })
    expect(workspace.overridden).toEqual({ zone: 'CC_CI_ZONE', capacity: 'CC_CI_CAPACITY' })
    expect(() => loadWorkspace(folder, { CC_CI_CAPACITY: 'many' })).toThrow(
      expect.objectContaining({ code: 'ENVIRONMENT_INVALID', exitCode: 2 }),
    )
  })

  it('names an endpoint file that counts only when it is there, and must then be one', () => {
    const folder = folderWith({ 'cc-ci.yaml': 'version: 1\nengine: { endpoint: e.json, dockerHost: "unix:///a" }\n' })
    const workspace = loadWorkspace(folder, {})
    expect(endpointOf(workspace)).toMatchObject({ dockerHost: 'unix:///a' })
    writeFileSync(join(folder, 'e.json'), '{"dockerHost":"unix:///b"}')
    expect(endpointOf(workspace)).toMatchObject({ dockerHost: 'unix:///b' })
    writeFileSync(join(folder, 'e.json'), 'no JSON')
    expect(() => endpointOf(workspace)).toThrow(expect.objectContaining({ code: 'ENDPOINT_INVALID', exitCode: 2 }))
  })
})

describe('the recipe that is meant', () => {
  const folder = () =>
    folderWith({ 'cc-ci.yaml': config, 'repos/wiki/.git/HEAD': '', 'bare.git/objects/x': '', 'plain/compose.yml': '' })

  it.each([
    ['wiki', 'wiki', 'repos/wiki'],
    ['./repos/wiki', 'wiki', 'repos/wiki'],
    ['./bare.git', 'bare.git', 'bare.git'],
    ['far', 'far', 'https://forge.example.org/org/far.git'],
    ['https://forge.example.org/org/blog.git/', 'blog', 'https://forge.example.org/org/blog.git/'],
    ['git@forge.example.org:blog.git', 'blog', 'git@forge.example.org:blog.git'],
  ])('by %s', (argument, name, source) => {
    const here = folder()
    const resolved = resolveRecipe(argument, loadWorkspace(here, {}), here)
    expect(resolved).toMatchObject({ name, source: /:/.test(source) ? source : join(here, source) })
  })

  it.each([
    ['wikki', 'RECIPE_UNKNOWN', 'Did you mean "wiki"?'],
    ['plain', 'RECIPE_UNKNOWN', 'write ./plain'],
    ['./nowhere', 'RECIPE_FOLDER_MISSING', 'folder'],
    ['./plain', 'NOT_A_GIT_REPOSITORY', 'git init'],
    ['./plain/compose.yml', 'RECIPE_FOLDER_MISSING', 'folder'],
  ])('is not %s', (argument, code, hint) => {
    const here = folder()
    expect(() => resolveRecipe(argument, loadWorkspace(here, {}), here)).toThrow(
      expect.objectContaining({ code, exitCode: 2, hint: expect.stringContaining(hint) }),
    )
  })
})

it.each([
  ['https://token@forge.example.org/r.git', 'https://forge.example.org/r.git'],
  ['https://bot:hunter2@forge.example.org/r.git', 'https://forge.example.org/r.git'],
  ['ssh://git:hunter2@forge.example.org/r.git', 'ssh://git@forge.example.org/r.git'],
  ['ssh://git@forge.example.org/r.git', 'ssh://git@forge.example.org/r.git'],
  ['git@forge.example.org:r.git', 'git@forge.example.org:r.git'],
  ['./wiki', './wiki'],
])('shows %s without a password', (source, shown) => {
  expect(withoutPassword(source)).toBe(shown)
})

it('gives a line that does this very run again, without a password', () => {
  const folder = folderWith({ 'cc-ci.yaml': config })
  const workspace = loadWorkspace(folder, {})
  const argument = 'https://bot:hunter2@forge.example.org/r.git'
  const request = buildTestRequest({
    recipe: resolveRecipe(argument, workspace, folder),
    argument,
    options: {
      ref: undefined,
      from: '1.0.0',
      quick: false,
      tiers: ['install'],
      keepSeconds: 0,
      keepOnFailure: false,
      engine: 'abra',
      runsDir: folder,
      harnessVersion: '0',
    },
    workspace,
    world: { ...realWorld(), environment: {} },
  })
  expect(request.reproduce('a'.repeat(40), {})).toBe(
    'cc-ci test https://forge.example.org/r.git --ref aaaaaaaaaaaa --from 1.0.0 --tiers install --engine abra',
  )
})

describe('approval of a recipe’s own code', () => {
  const approving = 'version: 1\nrecipes:\n  blog:\n    url: ./blog\n    codeApproved: true\n'

  function repositories(...names: readonly string[]): string {
    const here = temporaryFolder(onTestFinished)
    writeFileSync(join(here, 'cc-ci.yaml'), approving)
    for (const name of names) mkdirSync(join(here, name, '.git'), { recursive: true })
    return here
  }

  it.each([
    ['by its name', 'blog', true],
    ['by the very folder that is approved', './blog', true],
    ['as another folder of the same name', './elsewhere/blog', false],
    ['as a URL of the same name', 'https://forge.example.org/org/blog.git', false],
  ])('holds for the recipe %s: %s', (_, argument, approved) => {
    const here = repositories('blog', 'elsewhere/blog')

    expect(resolveRecipe(argument, loadWorkspace(here, {}), here).codeApproved).toBe(approved)
  })

  it.each([
    ['at its top', '', ['compose.yml']],
    ['below it', 'ci', ['compose.yml']],
    ['that has only overlays', '', ['compose.smtp.yaml']],
  ])('is never given by the recipe’s own repository, whose cc-ci.yaml lies %s', (_, below, files) => {
    const here = repositories()
    const inside = join(here, 'blog', below)
    mkdirSync(join(here, 'blog/.git'), { recursive: true })
    mkdirSync(join(inside, 'recipes/blog/custom'), { recursive: true })
    for (const file of files) writeFileSync(join(here, 'blog', file), '')
    writeFileSync(join(inside, 'cc-ci.yaml'), approving.replace('./blog', join(here, 'blog')))

    expect(resolveRecipe('blog', loadWorkspace(inside, {}), inside)).toMatchObject({
      ...{ codeApproved: false, overlays: undefined },
    })
    expect(resolveRecipe('.', loadWorkspace(inside, {}), join(here, 'blog'))).toMatchObject({
      ...{ codeApproved: false, overlays: undefined },
    })
  })

  it('brings overlays otherwise, and none for a crooked name', () => {
    const here = repositories('blog')
    mkdirSync(join(here, 'recipes/blog'), { recursive: true })
    mkdirSync(join(here, '.git'))
    const workspace = loadWorkspace(here, {})

    expect(resolveRecipe('blog', workspace, here).overlays).toBe(join(here, 'recipes/blog'))
    for (const crooked of ['https://forge.example.org/org/..', 'https://forge.example.org/org/.'])
      expect(resolveRecipe(crooked, workspace, here).overlays).toBeUndefined()
  })

  it.each(['constructor', '__proto__', 'toString'])('is not found in a name that every object has: %s', (name) => {
    const here = repositories()

    expect(() => resolveRecipe(name, loadWorkspace(here, {}), here)).toThrow(
      expect.objectContaining({ code: 'RECIPE_UNKNOWN' }),
    )
  })
})
