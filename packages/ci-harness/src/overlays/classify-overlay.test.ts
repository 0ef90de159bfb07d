import { describe, expect, it } from 'vitest'
import { classifyOverlay } from './classify-overlay.js'

describe('a path says what a file is for', () => {
  it.each([
    ['test_install.py', { kind: 'lifecycle', op: 'install', language: 'pytest' }],
    ['test_upgrade.ts', { kind: 'lifecycle', op: 'upgrade', language: 'vitest' }],
    ['test_backup.js', { kind: 'lifecycle', op: 'backup', language: 'vitest' }],
    ['test_restore.sh', { kind: 'lifecycle', op: 'restore', language: 'shell' }],
    ['custom/test_a-note.v2.sh', { kind: 'custom', language: 'shell' }],
    ['functional/test_login.py', { kind: 'custom', language: 'pytest' }],
    ['playwright/test_login.ts', { kind: 'custom', language: 'vitest' }],
    ['hooks.ts', { kind: 'hooks' }],
    ['hooks.js', { kind: 'hooks' }],
    ['hooks.py', { kind: 'hooks' }],
    ['ops.py', { kind: 'hooks' }],
    ['recipe.yaml', { kind: 'settings' }],
    ['recipe_meta.py', { kind: 'settings' }],
    ['install_steps.sh', { kind: 'install-steps' }],
    ['compose.ccci.yml', { kind: 'compose' }],
    ['previous/1.0.0+1/compose.yml', { kind: 'previous' }],
    ['PARITY.md', { kind: 'parity' }],
  ])('%s', (path, what) => {
    expect(classifyOverlay(path)).toEqual(what)
  })
})

describe('what looks like a test at the wrong place does not run, and says why', () => {
  it.each([
    ['test_login.py', 'custom tests belong in custom/'],
    ['test_install.rb', 'tests are .sh, .py, .ts or .js files'],
    ['custom/test_install.py', 'lifecycle tests do not belong in custom/'],
    ['playwright/test_restore.ts', 'lifecycle tests do not belong in playwright/'],
    ['custom/test_login.rb', 'tests are .sh, .py, .ts or .js files'],
    ['custom/test_$(id).sh', 'names of tests have only letters, digits, “_”, “-” and “.”'],
    ['custom/test_a b.py', 'names of tests have only letters, digits, “_”, “-” and “.”'],
    ['custom/test_a\n.py', 'names of tests have only letters, digits, “_”, “-” and “.”'],
  ])('%s', (path, reason) => {
    expect(classifyOverlay(path)).toEqual({ kind: 'misplaced', reason })
  })
})

it.each([
  ...['helpers.sh', 'custom/helpers.sh', 'custom/deep/test_deep.sh', 'conftest.py', 'vitest.config.ts', 'package.json'],
  ...['Custom/test_a.sh', 'custom/TEST_a.sh', 'HOOKS.ts', 'unit/test_a.py', 'constructor', '__proto__', ''],
])('takes %s for nothing of ours', (path) => {
  expect(classifyOverlay(path)).toBeUndefined()
})
