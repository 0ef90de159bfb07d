import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { brokenLinks, commandProblems, decisionProblems, readmeCommandProblems } from './docs/document-problems.js'
import { errorCodeProblems } from './docs/error-codes.js'
import { type RepositoryFiles, readRepository } from './docs/repository-files.js'
import {
  foreignHosts,
  handMadeUpdates,
  longFiles,
  machinePaths,
  packagesWithoutLicence,
  replacedModules,
} from './docs/source-problems.js'
import { replacePart, staleDocuments } from './generate-docs.js'

const root = new URL('..', import.meta.url)

let repository: RepositoryFiles = new Map()
beforeAll(async () => {
  repository = await readRepository(fileURLToPath(root))
})

interface Check {
  readonly rule: string
  readonly check: (files: RepositoryFiles) => readonly string[]
  /** Files that break the rule, one problem each. */
  readonly broken: readonly (readonly [files: Record<string, string>, problem: RegExp])[]
}

const errors = (documented: string, sources: Record<string, string>): Record<string, string> => ({
  'docs/errors.md': documented,
  ...sources,
})
const scripts = JSON.stringify({ scripts: { quickstart: '', test: '' } })
const record = '# Ports\n\nDate: 2026-11-23\n\n## Context\n\n## Decision\n\n## Consequences\n'

// A path and a host in halves, so that this file does not break the rules that it tests.
const somebodysFolder = `/${'home'}/somebody/cc-ci`
const mirror = `https${'://'}registry.npmjs.org/zx`

const checks: readonly Check[] = [
  {
    rule: 'docs/errors.md lists every error code and every fault code, and no other',
    check: (files) => errorCodeProblems(files, 'docs/errors.md'),
    broken: [
      [errors('', { 'packages/a/src/b.ts': "throw new CcCiError(\n  'DISK_SHORT', '')" }), /DISK_SHORT is not among/],
      [errors('', { 'testbed/src/b.ts': "usage('USAGE', '')" }), /USAGE is not among the errors/],
      [
        errors('', { 'packages/a/src/b.ts': "const failure = { code: 'CRASH_LOOP' }" }),
        /CRASH_LOOP is not among the faults/,
      ],
      [errors('', { 'packages/a/src/b.ts': "code: known ?? 'HARNESS_BUG'" }), /HARNESS_BUG is not among the faults/],
      [
        errors('', { 'packages/a/src/b.ts': "pathFailed('BACKUP_EMPTY', limit)" }),
        /BACKUP_EMPTY is not among the faults/,
      ],
      [errors('', { 'packages/a/src/b.ts': "paused: 'UPDATE_PAUSED'," }), /UPDATE_PAUSED is not among the faults/],
      [errors('| `GONE` | was removed |', {}), /GONE of the errors .* is made nowhere/],
      [errors('\n## Faults in a result\n\n| `GONE` | was removed |', {}), /GONE of the faults .* is made nowhere/],
    ],
  },
  {
    rule: 'relative links of the documents lead somewhere',
    check: brokenLinks,
    broken: [
      [{ 'README.md': 'See [errors](docs/errors.md).' }, /README\.md: docs\/errors\.md leads nowhere/],
      [{ 'docs/a.md': '[b](b.md#the-part)', 'docs/b.md': '# Another part' }, /b\.md#the-part leads nowhere/],
    ],
  },
  {
    rule: 'docs/commands.md has a section for every command, and no other',
    check: commandProblems,
    broken: [
      [{ 'packages/cli/src/commands/config/show.ts': '' }, /cc-ci config show is not in/],
      [{ 'docs/commands.md': '## cc-ci hello\n' }, /cc-ci hello .* does not exist/],
    ],
  },
  {
    rule: 'no file names a folder of one machine',
    check: machinePaths,
    broken: [
      [{ 'tools/a.ts': `open('${somebodysFolder}')` }, /tools\/a\.ts:1 names a folder/],
      [{ 'docs/a.md': `\n/${'tmp'}/notes` }, /docs\/a\.md:2 names a folder/],
    ],
  },
  {
    rule: 'no file names a package registry or another host of the outer world that is not known here',
    check: foreignHosts,
    broken: [[{ 'pnpm-lock.yaml': `tarball: ${mirror}` }, /pnpm-lock\.yaml:1 names the host/]],
  },
  {
    rule: 'R-09: nothing but a deploy of the engine changes a service',
    check: handMadeUpdates,
    broken: [
      [{ 'packages/a/src/b.ts': "run('docker', ['service', 'scale', `${name}=2`])" }, /b\.ts:1 changes a service/],
      [{ 'packages/a/src/b.ts': '\ndocker.getService(id).update({ version })' }, /b\.ts:2 changes a service/],
      [{ 'packages/a/src/b.ts': 'post(`/services/${id}/update`)' }, /b\.ts:1 changes a service/],
      [{ 'packages/a/programs/b.sh': 'docker service update --force app' }, /b\.sh:1 changes a service/],
    ],
  },
  {
    rule: 'no test replaces a module',
    check: replacedModules,
    // The call in halves, so that this file does not break the rule that it tests.
    broken: [[{ 'packages/a/src/b.test.ts': `vi.${'mock'}('./a.js')` }, /b\.test\.ts:1 replaces a module/]],
  },
  {
    rule: 'every package carries the LICENSE of the repository',
    check: packagesWithoutLicence,
    broken: [
      [{ LICENSE: 'MIT', 'packages/a/package.json': '{}' }, /packages\/a has not/],
      [{ LICENSE: 'MIT', 'packages/a/package.json': '{}', 'packages/a/LICENSE': 'ISC' }, /packages\/a has not/],
    ],
  },
  {
    rule: 'no source file of a package is longer than 250 lines',
    check: longFiles,
    broken: [[{ 'packages/a/src/b.ts': '\n'.repeat(251) }, /b\.ts has 251 lines/]],
  },
  {
    rule: 'decision records are numbered, dated, whole, and in their index',
    check: decisionProblems,
    broken: [
      [{ 'docs/adr/0001-ports.md': record }, /0001-ports\.md is not in the index/],
      [{ 'docs/adr/0002-ports.md': record, 'docs/adr/README.md': '[Ports](0002-ports.md)' }, /should have number 1/],
      [
        { 'docs/adr/0001-ports.md': record.replace('Date', 'Day'), 'docs/adr/README.md': '[Ports](0001-ports.md)' },
        /no date/,
      ],
      [
        {
          'docs/adr/0001-ports.md': record.replace('## Decision\n', ''),
          'docs/adr/README.md': '[Ports](0001-ports.md)',
        },
        /no section Decision/,
      ],
    ],
  },
  {
    rule: 'README.md names both commands, and package.json has all that it names',
    check: readmeCommandProblems,
    broken: [
      [{ 'package.json': scripts, 'README.md': '`npm test`' }, /lacks npm quickstart/],
      [{ 'package.json': scripts, 'README.md': '`npm test`, `npm run quickstart`\nnpm run fly' }, /no script fly/],
    ],
  },
]

describe.each(checks)('$rule', ({ check, broken }) => {
  it.each(broken)('is seen where it is broken (%#)', (files, problem) => {
    expect(check(new Map(Object.entries(files)))).toEqual([expect.stringMatching(problem)])
  })

  it('holds here', () => {
    expect(check(repository)).toEqual([])
  })
})

describe('generated parts of the documents', () => {
  it('are what the code says now', async () => {
    expect([...(await staleDocuments()).keys()], 'run tools/generate-docs.ts').toEqual([])
  })

  it('are replaced whole, and what is around them stays', () => {
    const marked = replacePart(
      'a\n<!-- generated: do not edit, run tools/generate-docs.ts -->old<!-- /generated -->\nb',
      'new',
      'a.md',
    )

    expect(marked).toMatch(/^a\n<!-- generated.*-->\n\nnew\n\n<!-- \/generated -->\nb$/)
    expect(() => replacePart('no marks', 'new', 'a.md')).toThrow(/a\.md lacks the marks/)
  })
})
