import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { exampleRunResult } from '@cc-ci/contracts/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { renderReadmePatch } from '../src/index.js'

const green = exampleRunResult({ pr: null })
const withoutBackups: RunResult = {
  ...green,
  rungs: { ...green.rungs, backup_restore: { status: 'fail', seconds: 1, fact: '0 of 3 rows back' } },
}

const block = `<!-- metadata -->

* **Category**: Apps
* **Status**: 4, stable
* **Image**: [\`nginx\`](https://example.org/nginx), 4, upstream
* **Healthcheck**: Yes
* **Backups**: Yes
* **Email**: N/A
* **Tests**: 1
* **SSO**: N/A

<!-- endmetadata -->`
const readme = `# wiki\n\n> A wiki\n\n${block}\n\n## Quick start\n\n* Backups: see below\n`
const crlf = (text: string): string => text.replaceAll('\n', '\r\n')

/** What a real git makes of the README and its patch. */
function apply(text: string, result: RunResult): string {
  const folder = mkdtempSync(join(tmpdir(), 'cc-ci-readme-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const rendered = renderReadmePatch(text, result)
  if (rendered.kind !== 'patch') throw new Error(`no patch: ${rendered.kind}`)
  writeFileSync(join(folder, 'README.md'), text)
  // Only what reads it is given the patch: a program that ends before it is handed over breaks the pipe.
  execFileSync('git', ['-C', folder, 'init', '--quiet'])
  execFileSync('git', ['-C', folder, 'apply', '--whitespace=nowarn'], { input: rendered.patch })
  return readFileSync(join(folder, 'README.md'), 'utf8')
}

describe('git applies the patch of a README', () => {
  const expected = readme
    .replace('4, stable', '3, stable')
    .replace('**Backups**: Yes', '**Backups**: No')
    .replace('**Tests**: 1', '**Tests**: 3')

  it.each([
    ['with a block', readme, expected],
    ['with CRLF', crlf(readme), crlf(expected)],
    ['without a final newline', readme.trimEnd(), expected.trimEnd()],
    ['with CRLF and no final newline', crlf(readme).trimEnd(), crlf(expected).trimEnd()],
    [
      'that ends with its block',
      `# wiki\n${block}`,
      expected.slice(0, expected.indexOf('\n\n## ')).replace(/\n\n> A wiki\n/, ''),
    ],
    ['with a byte order mark', `\ufeff${readme}`, `\ufeff${expected}`],
    [
      'with dashes and other bold',
      readme.replaceAll('* **', '- **').replaceAll('**: ', ':** '),
      expected.replaceAll('* **', '- **').replaceAll('**: ', ':** '),
    ],
  ])('%s: only what the run decides about changes', (_, text, changed) => {
    expect(apply(text, withoutBackups)).toBe(changed)
  })

  const fresh = `<!-- metadata -->

* **Status**: 2, beta
* **Healthcheck**: Yes
* **Backups**: No
* **Tests**: 3
* **SSO**: No

<!-- endmetadata -->`

  it.each([
    ['without a block', '# wiki\n\n> A wiki\n\n## Use\n', `# wiki\n\n> A wiki\n\n${fresh}\n\n## Use\n`],
    ['without a block, with CRLF', crlf('# wiki\n\nText\n'), crlf(`# wiki\n\n${fresh}\n\nText\n`)],
    ['of one line without its newline', '# wiki', `# wiki\n\n${fresh}\n`],
    ['without a title', 'Text\n', `${fresh}\n\nText\n`],
  ])('%s: gets one behind the title', (_, text, changed) => {
    expect(apply(text, withoutBackups)).toBe(changed)
  })

  it('whose block lacks bullets, empty ones and whole ones', () => {
    const text = readme.replace('* **SSO**: N/A\n', '').replace('**Backups**: Yes', '**Backups**:')
    expect(apply(text, withoutBackups)).toBe(expected.replace('* **SSO**: N/A\n', '* **SSO**: No\n'))
  })

  it('and then there is nothing more to change', () => {
    for (const text of [readme, crlf(readme), '# wiki', '- nothing\n\n# wiki\n> a\n> b\n'])
      expect(renderReadmePatch(apply(text, withoutBackups), withoutBackups)).toEqual({ kind: 'same' })
  })
})

it.each([
  ['no end', '# wiki\n<!-- metadata -->\n* **Status**: 4\n', 2],
  ['no beginning', '# wiki\n<!-- endmetadata -->\n', 2],
  ['the end first', '<!-- endmetadata -->\n<!-- metadata -->\n', 2],
])('a block with %s is named and left alone', (_, text, line) => {
  expect(renderReadmePatch(text, green)).toMatchObject({ kind: 'broken', line })
})

it('says what only people can add', () => {
  expect(renderReadmePatch('# wiki\n', green)).toMatchObject({ missing: ['Category', 'Image', 'Email'] })
  expect(renderReadmePatch(readme, withoutBackups)).toMatchObject({
    missing: [],
    changes: [
      { name: 'Status', before: '4, stable', value: '3, stable', why: 'not proven: backups' },
      { name: 'Backups', before: 'Yes', value: 'No', why: 'failed: 0 of 3 rows back' },
      { name: 'Tests', before: '1', value: '3' },
    ],
  })
})
