import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { mayRunRecipeCode } from './code-gate.js'
import { filesThatRan } from './files-that-ran.js'
import { findOverlays } from './find-overlays.js'

/** The folders of one attempt: the checkout of a pull request, our overlays, and a file elsewhere on this host. */
interface Attempt {
  readonly checkout: string
  readonly overlays: string
  readonly elsewhere: string
  readonly write: (path: string, text?: string) => void
}

const evil = 'echo pwned >/tmp/pwned\n'

async function attempt(prepare: (folders: Attempt) => void, codeApproved: boolean) {
  const root = temporaryFolder(onTestFinished)
  const [checkout, overlays, stage] = [join(root, 'checkout'), join(root, 'overlays'), join(root, 'stage')]
  const elsewhere = join(root, 'elsewhere', 'custom')
  const write = (path: string, text = evil): void => {
    mkdirSync(dirname(join(checkout, path)), { recursive: true })
    writeFileSync(join(checkout, path), text)
  }
  for (const folder of [checkout, overlays, elsewhere]) mkdirSync(folder, { recursive: true })
  writeFileSync(join(elsewhere, 'test_far.sh'), evil)
  prepare({ checkout, overlays, elsewhere, write })
  const found = await findOverlays({ overlays, checkout, stage, codeApproved })
  const staged = (() => {
    try {
      return readdirSync(stage, { recursive: true }).sort()
    } catch {
      return []
    }
  })()
  return { found, ran: filesThatRan(found), staged }
}

/** Ways of a pull request to get its code executed; the second part is what must be listed as held back, if anything. */
const attempts: readonly (readonly [string, (folders: Attempt) => void, readonly string[]])[] = [
  ['a shell test', ({ write }) => write('tests/custom/test_evil.sh'), ['tests/custom/test_evil.sh']],
  ['a Python test', ({ write }) => write('tests/custom/test_evil.py'), ['tests/custom/test_evil.py']],
  ['a TypeScript test', ({ write }) => write('tests/playwright/test_evil.ts'), ['tests/playwright/test_evil.ts']],
  ['a lifecycle test in place of ours', ({ write }) => write('tests/test_install.py'), ['tests/test_install.py']],
  ['hooks', ({ write }) => write('tests/hooks.ts'), ['tests/hooks.ts']],
  ['hooks under the original’s name', ({ write }) => write('tests/ops.py'), ['tests/ops.py']],
  ['settings that are code', ({ write }) => write('tests/recipe_meta.py'), ['tests/recipe_meta.py']],
  ['settings that loosen the judgement', ({ write }) => write('tests/recipe.yaml'), ['tests/recipe.yaml']],
  ['install steps', ({ write }) => write('tests/install_steps.sh'), ['tests/install_steps.sh']],
  [
    'a compose overlay, with an env_file of the host',
    ({ write }) => write('tests/compose.ccci.yml'),
    ['tests/compose.ccci.yml'],
  ],
  [
    'a repair of the base',
    ({ write }) => write('tests/previous/1.0.0+1/compose.yml'),
    ['tests/previous/1.0.0+1/compose.yml'],
  ],
  [
    'a linked test',
    ({ checkout, elsewhere, write }) => {
      write('tests/custom/keep')
      symlinkSync(join(elsewhere, 'test_far.sh'), join(checkout, 'tests/custom/test_link.sh'))
    },
    ['tests/custom/test_link.sh'],
  ],
  [
    'a linked folder of tests',
    ({ checkout, elsewhere, write }) => {
      write('tests/keep')
      symlinkSync(elsewhere, join(checkout, 'tests/custom'))
    },
    ['tests/custom/test_far.sh'],
  ],
  [
    'a linked parent folder',
    ({ checkout, elsewhere }) => symlinkSync(dirname(elsewhere), join(checkout, 'tests')),
    ['tests/custom/test_far.sh'],
  ],
  [
    'a link into our overlays',
    ({ checkout, overlays }) => {
      mkdirSync(join(overlays, 'custom'))
      symlinkSync(overlays, join(checkout, 'tests'))
    },
    [],
  ],
  [
    'a hard link',
    ({ checkout, elsewhere, write }) => {
      write('tests/custom/keep')
      linkSync(join(elsewhere, 'test_far.sh'), join(checkout, 'tests/custom/test_hard.sh'))
    },
    ['tests/custom/test_hard.sh'],
  ],
  [
    'a named pipe',
    ({ checkout, write }) => {
      write('tests/custom/keep')
      execFileSync('mkfifo', [join(checkout, 'tests/custom/test_pipe.sh')])
    },
    ['tests/custom/test_pipe.sh'],
  ],
  [
    'a folder that is named like a test',
    ({ write }) => write('tests/custom/test_dir.sh/test_in.sh'),
    ['tests/custom/test_dir.sh'],
  ],
  [
    'a name that a shell would read otherwise',
    ({ write }) => write('tests/custom/test_$(id).sh'),
    ['tests/custom/test_$(id).sh'],
  ],
  ['a name with a line break', ({ write }) => write('tests/custom/test_a\n.sh'), ['tests/custom/test_a\n.sh']],
  [
    'another case',
    ({ write }) =>
      ['tests/Custom/test_a.sh', 'tests/HOOKS.TS', 'Tests/hooks.ts', 'tests/custom/TEST_A.sh'].forEach(
        (path) => void write(path),
      ),
    [],
  ],
  [
    'a conftest and configurations beside the tests',
    ({ write }) =>
      [
        'conftest.py',
        'pytest.ini',
        'vitest.config.ts',
        'package.json',
        '.env',
        'custom/conftest.py',
        'sitecustomize.py',
      ].forEach((name) => void write(`tests/${name}`)),
    [],
  ],
  [
    'our layout in its own repository',
    ({ write }) =>
      ['recipes/wiki/custom/test_a.sh', 'custom/test_a.sh', 'hooks.ts', 'conftest.py'].forEach(
        (path) => void write(path),
      ),
    [],
  ],
  [
    'a repository of its own in place of tests',
    ({ write }) => {
      write('tests/.git', 'gitdir: ../../elsewhere\n')
      write('tests/custom/test_sub.sh')
    },
    ['tests/custom/test_sub.sh'],
  ],
]

describe('HC2: nothing of a pull request runs unless its repository is approved', () => {
  it.each(attempts)('%s', async (_, prepare, heldBack) => {
    const { found, ran, staged } = await attempt(prepare, false)

    expect(ran).toEqual([])
    expect(staged).toEqual([])
    expect(found.notRun).toEqual(heldBack.map((file) => ({ file, reason: 'not run: not approved' })))
  })
})

describe('what is approved still cannot lead anywhere else', () => {
  const reasons: Readonly<Record<string, string>> = {
    'a linked test': 'not run: it is a link',
    'a linked folder of tests': 'not run: its folder is a link',
    'a linked parent folder': 'not run: its folder is a link',
    'a hard link': 'not run: it is a hard link',
    'a named pipe': 'not run: it is no plain file',
    'a folder that is named like a test': 'not run: it is no plain file',
    'a name that a shell would read otherwise': 'not run: names of tests have only letters, digits, “_”, “-” and “.”',
    'a name with a line break': 'not run: names of tests have only letters, digits, “_”, “-” and “.”',
    'a repository of its own in place of tests': 'not run: its folder is a repository of its own',
  }

  it.each(attempts.filter(([name]) => name in reasons))('%s', async (name, prepare) => {
    const { found, ran, staged } = await attempt(prepare, true)

    expect(ran).toEqual([])
    expect(staged).toEqual([])
    expect(found.notRun.map(({ reason }) => reason)).toEqual([reasons[name]])
  })

  it('a helper that is a link is not copied beside an approved test', async () => {
    const { ran, staged } = await attempt(({ checkout, elsewhere, write }) => {
      write('tests/custom/test_a.sh')
      symlinkSync(join(elsewhere, 'test_far.sh'), join(checkout, 'tests/custom/helper.sh'))
      linkSync(join(elsewhere, 'test_far.sh'), join(checkout, 'tests/custom/hard.sh'))
      symlinkSync(elsewhere, join(checkout, 'tests/helpers'))
    }, true)

    expect(ran).toHaveLength(1)
    expect(staged).toEqual(['custom', 'custom/test_a.sh'])
  })
})

it.each([true, false])('is the one answer for every caller: %s', (codeApproved) => {
  expect(mayRunRecipeCode({ codeApproved })).toBe(codeApproved)
})
