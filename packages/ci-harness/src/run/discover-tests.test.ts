import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { discoverTests, mayRunRecipeCode } from './discover-tests.js'

/** A checkout and overlays with these files. */
function sources(files: { ours?: readonly string[]; repo?: readonly string[] }) {
  const root = temporaryFolder(onTestFinished)
  const [overlays, checkout] = [join(root, 'overlays'), join(root, 'checkout')]
  const paths = [
    ...(files.ours ?? []).map((file) => join(overlays, file)),
    ...(files.repo ?? []).map((file) => join(checkout, file)),
  ]
  mkdirSync(checkout)
  for (const path of paths) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, '')
  }
  return { overlays, checkout }
}

it('runs ours first, then the recipe’s own, each by name and under a name that reads', async () => {
  const { overlays, checkout } = sources({
    ours: ['custom/test_two_visitors.sh', 'custom/test_a-note.sh'],
    repo: ['tests/custom/test_login.sh'],
  })

  expect(await discoverTests({ overlays, codeApproved: true }, checkout)).toEqual({
    tests: [
      { file: join(overlays, 'custom/test_a-note.sh'), name: 'a note', origin: 'ours' },
      { file: join(overlays, 'custom/test_two_visitors.sh'), name: 'two visitors', origin: 'ours' },
      { file: join(checkout, 'tests/custom/test_login.sh'), name: 'login', origin: 'repo' },
    ],
    notRun: [],
  })
})

describe('the approval gate', () => {
  it('lists what a recipe that is not approved brings, and runs none of it', async () => {
    const { overlays, checkout } = sources({
      ours: ['custom/test_ours.sh'],
      repo: ['tests/custom/test_evil.sh', 'tests/custom/test_evil.py'],
    })
    const { tests, notRun } = await discoverTests({ overlays, codeApproved: false }, checkout)

    expect(tests.map(({ origin }) => origin)).toEqual(['ours'])
    expect(notRun).toEqual([
      { file: join(checkout, 'tests/custom/test_evil.py'), reason: 'not run: not approved' },
      { file: join(checkout, 'tests/custom/test_evil.sh'), reason: 'not run: not approved' },
    ])
  })

  it.each([true, false])('is the one answer for every caller: %s', (codeApproved) => {
    expect(mayRunRecipeCode({ codeApproved })).toBe(codeApproved)
  })
})

it('lists tests in a language that it does not run', async () => {
  const { overlays, checkout } = sources({ ours: ['custom/test_a.py', 'custom/test_b.ts'] })
  const { tests, notRun } = await discoverTests({ overlays, codeApproved: true }, checkout)

  expect(tests).toEqual([])
  expect(notRun.map(({ reason }) => reason)).toEqual(Array(2).fill('not run: only shell tests are supported'))
})

it.each([
  ['a helper', 'custom/helpers.sh'],
  ['notes', 'custom/PARITY.md'],
  ['a test outside of custom/', 'test_install.sh'],
  ['a test below custom/', 'custom/deep/test_deep.sh'],
  ['a name that a shell would read otherwise', 'custom/test_$(id).sh'],
])('does not run %s', async (_, file) => {
  const { overlays, checkout } = sources({ ours: [file], repo: [`tests/${file}`, file] })

  expect((await discoverTests({ overlays, codeApproved: true }, checkout)).tests).toEqual([])
})

it('does not follow a linked test', async () => {
  const { overlays, checkout } = sources({ ours: ['elsewhere.sh'], repo: ['tests/custom/test_own.sh'] })
  symlinkSync(join(overlays, 'elsewhere.sh'), join(checkout, 'tests/custom/test_link.sh'))
  const { tests } = await discoverTests({ overlays, codeApproved: true }, checkout)

  expect(tests.map(({ name }) => name)).toEqual(['own'])
})

it.each([
  [
    'the folder of tests',
    (checkout: string, elsewhere: string) => symlinkSync(elsewhere, join(checkout, 'tests/custom')),
  ],
  [
    'the folder above it',
    (checkout: string, elsewhere: string) => {
      rmSync(join(checkout, 'tests'), { recursive: true })
      symlinkSync(dirname(elsewhere), join(checkout, 'tests'))
    },
  ],
])('lists tests behind a link in place of %s, and runs none', async (_, link) => {
  const { overlays, checkout } = sources({ ours: ['elsewhere/custom/test_far.sh'], repo: ['tests/keep'] })
  link(checkout, join(overlays, 'elsewhere/custom'))
  const { tests, notRun } = await discoverTests({ overlays: undefined, codeApproved: true }, checkout)

  expect(tests).toEqual([])
  expect(notRun).toEqual([
    { file: join(checkout, 'tests/custom/test_far.sh'), reason: 'not run: its folder is a link' },
  ])
})

it.each([
  ['no overlays, no tests', {}],
  ['a file in place of the folder', { repo: ['tests/custom'] }],
])('finds nothing in %s', async (_, files) => {
  const { checkout } = sources(files)

  expect(await discoverTests({ overlays: undefined, codeApproved: true }, checkout)).toEqual({ tests: [], notRun: [] })
})

it('does not take a folder that cannot be read for an empty one', async () => {
  const { overlays, checkout } = sources({ repo: ['tests/x'] })
  symlinkSync('custom', join(checkout, 'tests/custom'))

  await expect(discoverTests({ overlays, codeApproved: true }, checkout)).rejects.toMatchObject({
    code: 'TESTS_UNREADABLE',
    exitCode: 2,
    message: expect.stringContaining('ELOOP'),
  })
})
