import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { programFile } from '../src/program-files.js'
import { folderOf, runOverlays, shown } from './overlay-bed.js'

/** As /proc says it; a dead process that nobody has asked about yet is Z. */
function stateOf(pid: number): string {
  const file = `/proc/${pid}/stat`
  return existsSync(file) ? (readFileSync(file, 'utf8').split(') ')[1]?.[0] ?? '') : 'gone'
}

describe('a shell test', () => {
  it.each([
    ['passes with exit 0', 'true', ['pass login']],
    ['skips with exit 77, and what it said is the reason', 'echo no mail here; exit 77', ['skip login: no mail here']],
    [
      'fails with any other, in its own words',
      'echo "want 200, got 500" >&2; exit 3',
      ['fail login: want 200, got 500'],
    ],
    ['fails without a word', 'exit 3', ['fail login: exit code 3 without a word']],
  ])('%s', async (_, script, found) => {
    expect(shown(await runOverlays({ ours: { 'custom/test_login.sh': script } }))).toEqual(found)
  })

  it('makes a test of each check, goes on after one that failed, and is as good as its worst', async () => {
    const script = `set -eu
. "$CC_CI_SHELL"
check "the page is there" true
check "the page is ours" sh -c 'echo want ours, got theirs; exit 1'
check "two words
and a tab" test 1 = 1
`
    const CC_CI_SHELL = new URL('../programs/cc-ci.sh', import.meta.url).pathname
    const tests = await runOverlays({ ours: { 'custom/test_page.sh': script }, env: { CC_CI_SHELL } })

    expect(shown(tests)).toEqual([
      'pass page: the page is there',
      'fail page: the page is ours: want ours, got theirs',
      'pass page: two words and a tab',
    ])
  })

  it('H-01: leaves no process behind', async () => {
    const note = join(folderOf({}), 'pid')
    await runOverlays({
      ours: { 'custom/test_server.sh': 'setsid sleep 600 & echo $! >"$NOTE"' },
      env: { NOTE: note },
    })

    expect(stateOf(Number(readFileSync(note, 'utf8')))).toMatch(/gone|Z/)
  })
})

describe('pytest', () => {
  it('gives one result for each test, with its real message', async () => {
    const tests = await runOverlays({
      ours: {
        'custom/test_entries.py': `
import pytest
from words import expected

@pytest.mark.parametrize("count", [1, 2])
def test_counts(count):
    assert count == 1, f"want 1 entry, got {count}"

def test_says_hello():
    assert expected == "hello"

@pytest.mark.skip(reason="no mail here")
def test_mail():
    raise AssertionError

@pytest.mark.xfail(reason="hidden")
def test_hidden():
    raise AssertionError

@pytest.fixture
def broken():
    raise RuntimeError("no browser")

def test_needs(broken):
    pass
`,
        'custom/words.py': 'expected = "hello"\n',
      },
    })

    expect(shown(tests)).toEqual([
      'pass entries: counts[1]',
      'fail entries: counts[2]: AssertionError: want 1 entry, got 2',
      'pass entries: says hello',
      'skip entries: mail: Skipped: no mail here',
      'skip entries: hidden: expected to fail: hidden',
      'error entries: needs: RuntimeError: no browser',
    ])
  })

  it('says of a file that cannot be imported, holds no test, or ends pytest, that it proved nothing', async () => {
    const tests = await runOverlays({
      ours: {
        'custom/test_a.py': 'import nothing_of_that_name\n',
        'custom/test_b.py': '',
        'functional/test_c.py': 'import os\nos._exit(9)\n',
      },
    })

    expect(shown(tests)).toEqual([
      "error a: ModuleNotFoundError: No module named 'nothing_of_that_name'",
      'error b: pytest found no test in it',
      'error c: pytest ended with exit code 9 without a word',
    ])
  })

  it('gives the fixtures and the environment that tests of the original use', async () => {
    const facts = folderOf({
      'state.json': '{"upgrade": {"before": {"version": "1.0.0+1"}, "head_ref": "abc"}, "backup": null}',
      'meta.json': '{"healthPath": "/ok", "healthOk": [200], "deployTimeout": 60}',
      'deps.json': '{"keycloak": {"admin_user": "root"}}',
    })
    const tests = await runOverlays({
      ours: {
        'custom/test_original.py': `
import os, pytest

def test_live_app(live_app):
    assert isinstance(live_app, str) and live_app == os.environ["CCCI_APP_DOMAIN"]
    assert live_app.base_url == f"https://{live_app}"

def test_meta(meta):
    assert meta.HEALTH_PATH == meta["health_path"] == meta.healthPath == "/ok"
    assert meta.DEPLOY_TIMEOUT == 60 and 200 in meta.HEALTH_OK and "HEALTH_OK" in meta

def test_op_state(op_state):
    assert op_state["upgrade"]["head_ref"] == op_state.upgrade.head_ref == "abc"
    with pytest.raises(TypeError):
        op_state["upgrade"] = 1

def test_deps(deps):
    assert deps.keycloak.admin_user == deps["keycloak"]["admin_user"] == "root"

@pytest.mark.requires_deps
def test_login():
    raise AssertionError("must not run")
`,
      },
      env: {
        ...{ CCCI_APP_DOMAIN: 'wiki-1.ci.test', CCCI_OP_STATE_FILE: join(facts, 'state.json') },
        ...{ CC_CI_META_FILE: join(facts, 'meta.json'), CCCI_DEPS_FILE: join(facts, 'deps.json') },
        ...{ CCCI_DEPS_READY: '0', CC_CI_DEPS_REASON: 'keycloak never answered' },
      },
    })

    expect(shown(tests)).toEqual([
      'pass original: live app',
      'pass original: meta',
      'pass original: op state',
      'pass original: deps',
      'skip original: login: Skipped: deps-not-ready: keycloak never answered',
    ])
  })

  it.each([
    ['1', 'pass', undefined],
    ['0', 'skip', 'deps-not-ready: keycloak never answered'],
  ])('V-01: knows which tests need the dependencies, in every language (ready: %s)', async (ready, status, words) => {
    const tests = await runOverlays({
      ours: {
        'custom/test_a.py': `
import pytest

@pytest.mark.requires_deps
def test_needs(): pass

def test_needs_nothing(): pass
`,
        'custom/test_b.sh': '. "$CC_CI_SHELL"\nrequires_deps\ncheck "needs" true\n',
        'custom/test_c.sh': '. "$CC_CI_SHELL"\ncheck "needs nothing" true\n',
        'custom/test_d.ts': `
import { live } from '@cc-ci/ci-harness/overlay'
import { it } from 'vitest'
it('needs', (context) => live.requiresDeps(context))
it('needs nothing', () => undefined)
`,
      },
      env: {
        ...{ CC_CI_DEPS_READY: ready, CC_CI_DEPS_REASON: 'keycloak never answered' },
        ...{ CC_CI_DEPS_SKIP_REPORT: join(folderOf({}), 'skips'), CC_CI_SHELL: programFile('cc-ci.sh') },
      },
    })

    const needing = tests.filter(({ requiresDeps }) => requiresDeps)
    expect(needing.map((test) => test.status)).toEqual([status, status, status])
    for (const { message } of needing) expect(message ?? undefined).toEqual(words && expect.stringContaining(words))
    expect(tests.filter(({ requiresDeps }) => !requiresDeps).map((test) => test.status)).toEqual(Array(3).fill('pass'))
  })

  it('gives shell tests the credentials by name, and says which one there is not', async () => {
    const facts = folderOf({ 'deps.env': "DEP_OIDC_PROVIDER_CLIENT_SECRET='it'\\''s secret'\n" })
    const tests = await runOverlays({
      ours: {
        'custom/test_a.sh': '. "$CC_CI_SHELL"\n[ "$(cc_ci_dep oidc-provider client_secret)" = "it\'s secret" ]\n',
        'custom/test_b.sh': '. "$CC_CI_SHELL"\ncc_ci_dep oidc-provider realm\n',
      },
      env: { CC_CI_DEPS_ENV_FILE: join(facts, 'deps.env'), CC_CI_SHELL: programFile('cc-ci.sh') },
    })

    expect(shown(tests)).toEqual(['pass a', 'fail b: no realm of the dependency oidc-provider: it gives none'])
  })

  it('skips with a reason when the state of the operations is not known', async () => {
    const test = 'def test_state(op_state):\n    raise AssertionError\n'

    expect(shown(await runOverlays({ ours: { 'custom/test_a.py': test } }))).toEqual([
      'skip a: state: Skipped: the state of the operations is not known: CC_CI_OP_STATE_FILE is absent or unreadable',
    ])
  })

  it('obeys no configuration beside the tests, and keeps ours and the recipe’s own apart', async () => {
    const tests = await runOverlays({
      ours: { 'custom/test_a.py': 'def test_a():\n    import sys\n    assert "theirs" not in sys.modules\n' },
      repo: {
        'tests/conftest.py': 'import theirs\n',
        'tests/theirs.py': '',
        'tests/pytest.ini': '[pytest]\naddopts = --co\n',
        'tests/custom/test_a.py': 'def test_a():\n    import sys\n    assert "theirs" in sys.modules\n',
      },
    })

    expect(tests.map(({ origin, name, status }) => [origin, name, status])).toEqual([
      ['ours', 'a: a', 'pass'],
      ['repo', 'a: a', 'pass'],
    ])
  })
})

describe('vitest', () => {
  it('gives one result for each test, with its real message, in TypeScript and JavaScript', async () => {
    const tests = await runOverlays({
      ours: {
        'custom/test_entries.ts': `
import { describe, expect, it } from 'vitest'
import { expected } from './words.js'
describe('entries', () => {
  it('are counted', () => { const count: number = 2; expect(count).toBe(1) })
  it('say hello', () => { expect(expected).toBe('hello') })
  it('come by mail', ({ skip }) => skip('no mail here'))
  it.skip('are hidden', () => {})
})
`,
        'custom/words.ts': "export const expected: string = 'hello'\n",
        'custom/test_plain.js': "import { it } from 'vitest'\nit('works', () => {})\n",
        'vitest.config.ts': "throw new Error('read')\n",
      },
    })

    expect(shown(tests).sort()).toEqual([
      'fail entries: entries: are counted: AssertionError: expected 2 to be 1 // Object.is equality',
      'pass entries: entries: say hello',
      'pass plain: works',
      'skip entries: entries: are hidden: skipped in the test file',
      'skip entries: entries: come by mail: no mail here',
    ])
  })

  it('says of a file that cannot be imported, holds no test, or ends its process, that it proved nothing', async () => {
    const tests = await runOverlays({
      ours: {
        'custom/test_a.ts': "import './nothing-of-that-name.js'\n",
        'custom/test_b.ts': '',
        'custom/test_c.ts': "import { it } from 'vitest'\nit('ends', () => process.abort())\n",
      },
    })

    expect(tests.map(({ name, status }) => `${status} ${name}`)).toEqual(
      expect.arrayContaining(['error a', 'error b', expect.stringMatching(/^error [abc]$/)]),
    )
    expect(tests.every(({ status }) => status === 'error')).toBe(true)
    expect(tests.map(({ file }) => file.replace(/.*\//, ''))).toEqual(expect.arrayContaining(['test_c.ts']))
  })

  it('gives the live app, and says so when there is none', async () => {
    const tests = await runOverlays({
      repo: {
        'tests/custom/test_live.ts': `
import { live } from '@cc-ci/ci-harness/overlay'
import { expect, it } from 'vitest'
it('has facts', () => {
  expect(live.baseUrl).toBe('https://wiki-1.ci.test')
  expect(live.meta).toEqual({ healthPath: '/ok' })
})
it('has a state', () => { expect(live.opState).toEqual({}) })
`,
      },
      env: {
        CC_CI_APP_DOMAIN: 'wiki-1.ci.test',
        CC_CI_META_FILE: join(folderOf({ 'meta.json': '{"healthPath": "/ok"}' }), 'meta.json'),
      },
    })

    expect(shown(tests)).toEqual([
      'pass live: has facts',
      'fail live: has a state: CcCiError: There is no app to test: CC_CI_OP_STATE_FILE is not set.',
    ])
  })

  it('is looked for in the workspace, and missing there is an error that names the one command to run', async () => {
    const ours = { 'custom/test_a.ts': "import { it } from 'vitest'\nit('a', () => {})\n" }

    await expect(runOverlays({ ours, packagesFrom: folderOf({}) })).rejects.toMatchObject({
      code: 'VITEST_MISSING',
      hint: expect.stringContaining('npm install --save-dev'),
    })
  })
})
