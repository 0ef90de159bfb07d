import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { filesThatRan } from './files-that-ran.js'
import { findOverlays, type TestFile } from './find-overlays.js'

/** A checkout and overlays with these files, and how to look through them. */
function sources(files: { ours?: readonly string[]; repo?: readonly string[] }) {
  const root = temporaryFolder(onTestFinished)
  const [overlays, checkout, stage] = [join(root, 'overlays'), join(root, 'checkout'), join(root, 'stage')]
  const paths = [
    ...(files.ours ?? []).map((file) => join(overlays, file)),
    ...(files.repo ?? []).map((file) => join(checkout, file)),
  ]
  mkdirSync(checkout)
  for (const path of paths) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, '')
  }
  const find = (codeApproved = true) => findOverlays({ overlays, checkout, stage, codeApproved })
  return { overlays, checkout, stage, find }
}

const pathsOf = (files: readonly TestFile[]): string[] => files.map(({ file, origin }) => `${origin} ${file.path}`)

describe('precedence', () => {
  it('runs custom tests of both, ours first, under names that read', async () => {
    const { overlays, stage, find } = sources({
      ours: ['custom/test_two_visitors.sh', 'custom/test_a-note.py'],
      repo: ['tests/custom/test_login.ts'],
    })
    const { custom, notRun } = await find()

    expect(custom.map(({ file, name, origin, language }) => [file.file, name, origin, language])).toEqual([
      [join(overlays, 'custom/test_a-note.py'), 'a note', 'ours', 'pytest'],
      [join(overlays, 'custom/test_two_visitors.sh'), 'two visitors', 'ours', 'shell'],
      [join(stage, 'custom/test_login.ts'), 'login', 'repo', 'vitest'],
    ])
    expect(notRun).toEqual([])
  })

  it.each([
    ['only ours', { ours: ['test_install.py', 'test_install.sh'] }, ['ours test_install.py', 'ours test_install.sh']],
    ['only the recipe’s own', { repo: ['tests/test_install.ts'] }, ['repo test_install.ts']],
    [
      'both: the recipe’s own',
      { ours: ['test_install.py'], repo: ['tests/test_install.sh'] },
      ['repo test_install.sh'],
    ],
    ['neither', {}, []],
  ])('of lifecycle tests, when there is %s', async (_, files, run) => {
    expect(pathsOf((await sources(files).find()).lifecycle.install)).toEqual(run)
  })

  it('says which of ours the recipe’s own take the place of, per operation and file', async () => {
    const ours = ['test_install.py', 'test_upgrade.py', 'install_steps.sh', 'compose.ccci.yml']
    const { find } = sources({ ours, repo: ['tests/test_install.py', 'tests/install_steps.sh'] })
    const found = await find()
    const { lifecycle, installSteps, compose, notRun } = found

    expect(pathsOf(lifecycle.upgrade)).toEqual(['ours test_upgrade.py'])
    expect([installSteps?.origin, compose?.origin]).toEqual(['repo', 'ours'])
    expect(notRun).toEqual(
      ['test_install.py', 'install_steps.sh'].map((file) => ({
        file,
        reason: 'not run: the recipe’s own takes its place',
      })),
    )
    expect(filesThatRan(found)).toEqual([
      'tests/install_steps.sh (repo)',
      'compose.ccci.yml (ours)',
      'tests/test_install.py (repo)',
      'test_upgrade.py (ours)',
    ])
  })

  it('refuses two files of settings, or of hooks, beside each other', async () => {
    for (const ours of [
      ['recipe.yaml', 'recipe_meta.py'],
      ['hooks.ts', 'ops.py'],
    ])
      await expect(sources({ ours }).find()).rejects.toMatchObject({ code: 'OVERLAYS_AMBIGUOUS', exitCode: 2 })
  })
})

it('runs a copy of the recipe’s own files, with their helpers, which no checkout moves', async () => {
  const { checkout, stage, find } = sources({
    repo: ['tests/custom/test_a.py', 'tests/custom/help.py', 'tests/x/y.py'],
  })
  const { custom } = await find()
  rmSync(join(checkout, 'tests'), { recursive: true })

  expect(custom[0]?.file).toMatchObject({ root: stage, path: 'custom/test_a.py' })
  expect(readdirSync(stage, { recursive: true }).sort()).toEqual([
    ...['custom', 'custom/help.py', 'custom/test_a.py', 'x', 'x/y.py'],
  ])
})

it('does not follow a linked test of ours', async () => {
  const { overlays, find } = sources({ ours: ['elsewhere.sh', 'custom/test_own.sh'] })
  symlinkSync(join(overlays, 'elsewhere.sh'), join(overlays, 'custom/test_link.sh'))
  const { custom, notRun } = await find()

  expect(custom.map(({ name }) => name)).toEqual(['own'])
  expect(notRun.map(({ reason }) => reason)).toEqual(['not run: it is a link'])
})

it.each([
  ['no overlays, no tests', {}],
  ['a file in place of the folder', { repo: ['tests'] }],
])('finds nothing in %s', async (_, files) => {
  const { custom, notRun } = await sources(files).find()

  expect([custom, notRun]).toEqual([[], []])
})

it('does not take a folder that cannot be read for an empty one', async () => {
  const { checkout, find } = sources({ repo: ['tests/x'] })
  symlinkSync('custom', join(checkout, 'tests/custom'))

  await expect(find()).rejects.toMatchObject({
    ...{ code: 'TESTS_UNREADABLE', exitCode: 2, message: expect.stringContaining('ELOOP') },
  })
})
