import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { brokenLinks } from './docs/document-problems.js'
import {
  definitionOfDoneProblems,
  longDocuments,
  missingReading,
  namedHosts,
  phaseProblems,
  promptProblems,
  unknownCommands,
  unknownVariables,
} from './docs/plan-problems.js'
import { type RepositoryFiles, readRepository } from './docs/repository-files.js'
import { machinePaths } from './docs/source-problems.js'

/** What a start of a loop fills in; prompts/README.md says what each means. */
const variables = [
  'loop',
  'role',
  'workspace',
  'folder',
  'phase',
  'phaseTitle',
  'planFile',
  'protocolFolder',
  'repository',
  'peer',
]

/** The commands of the design, also those that a later version brings. */
const commands = [
  ...['test', 'serve', 'init', 'sweep', 'help'],
  ...topic('recipe', 'new show lint approve schema'),
  ...topic('results', 'render show compare open verify readme publish bundle prune serve'),
  ...topic('queue', 'list cancel rerun'),
  ...topic('loop', 'init start stop status attach logs send restart hold release doctor top explain report'),
  ...topic('watchdog', 'run status judge canary replay drill install-unit'),
  ...topic('phase', 'list show status claim review veto done lint'),
  ...topic('host', 'prepare verify prune doctor'),
  ...topic('secrets', 'init set get list edit rotate exec scan doctor'),
  ...topic('config', 'show check schema'),
]

function topic(name: string, words: string): string[] {
  return words.split(' ').map((word) => `${name} ${word}`)
}

let repository: RepositoryFiles = new Map()
beforeAll(async () => {
  const files = await readRepository(fileURLToPath(new URL('..', import.meta.url)))
  repository = new Map([...files].filter(([path]) => /^(plans|prompts)\//.test(path)))
})

interface Check {
  readonly rule: string
  readonly check: (files: RepositoryFiles) => readonly string[]
  /** Files that break the rule, one problem each. */
  readonly broken: readonly (readonly [files: Record<string, string>, problem: RegExp])[]
}

const phases =
  'version: 1\nphases: [{ id: "1", title: A, file: phase-1.md, items: [{ id: D1, title: It is there }] }]\n'
const plan = `# Phase 1

## In and out

## Order of work

## Items

### D1: It is there

- How: \`true\`
- Expected: nothing
- Where: here

## Traps

## What the Adversary should attack

## Hand-over
`
const changed = (from: string, to: string): Record<string, string> => ({
  'plans/phases.yaml': phases,
  'plans/phase-1.md': plan.replace(from, to),
})
// In halves, so that this file does not break the rules that it tests.
const somebodysFolder = `/${'home'}/somebody/cc-ci`
const somebodysHost = `git.${'somewhere'}.net`

const checks: readonly Check[] = [
  {
    rule: 'phases.yaml fits its schema, and the plan of each phase has exactly its items, each with how, expected, where',
    check: phaseProblems,
    broken: [
      [{ 'plans/phases.yaml': phases.replace('1', '2') }, /phases\.yaml:1 .*version/],
      [{ 'plans/phases.yaml': phases.replace('"1"', 'Server') }, /phases\.yaml:2 .*small letters/],
      [{ 'plans/phases.yaml': phases }, /phase-1\.md does not exist/],
      [{ ...changed('', ''), 'plans/phase-9.md': plan }, /phase-9\.md is of no phase/],
      [changed('## Traps', '### D2: It shines\n\n- How: a\n- Expected: b\n- Where: c\n\n## Traps'), /alone has “D2/],
      [changed('- Expected: nothing\n', ''), /“D1: It is there” lacks Expected/],
      [changed('## Hand-over', ''), /lacks “Hand-over”/],
      [
        { 'plans/phases.yaml': phases.replace('}] }', '}, { id: D2, title: B }] }'), 'plans/phase-1.md': plan },
        /has not the item “D2: B”/,
      ],
    ],
  },
  {
    rule: 'the Definition of Done reads the same in plan.md and in phase 1',
    check: definitionOfDoneProblems,
    broken: [
      [{ 'plans/plan.md': '- **D1** It is there\n' }, /only plans\/plan\.md has “D1/],
      [{ 'plans/phase-1.md': plan }, /only plans\/phase-1\.md has “D1/],
    ],
  },
  {
    rule: 'prompts ask for no variable that no start fills, and plans for none',
    check: (files) => unknownVariables(files, variables),
    broken: [
      [{ 'prompts/builder.md': 'You are {{loop}} of {{ house }}.' }, /prompts\/builder\.md has the variable house/],
      [{ 'plans/plan.md': '{{loop}}' }, /plans\/plan\.md has the variable loop/],
    ],
  },
  {
    rule: 'every command that is named is one of the design',
    check: (files) => unknownCommands(files, commands),
    broken: [
      [{ 'plans/plan.md': 'Type `cc-ci fly`. We like what cc-ci does; see `cc-ci.yaml`.' }, /command cc-ci fly/],
      [{ 'plans/plan.md': '`cc-ci loop begin`, `cc-ci loop`, `cc-ci test wiki`' }, /command cc-ci loop begin/],
      [{ 'prompts/builder.md': '    cc-ci phase claims {{phase}}\n' }, /command cc-ci phase claims/],
      [{ 'plans/plan.md': '```sh\ncc-ci --version && cc-ci hosts\n```\n' }, /command cc-ci hosts/],
    ],
  },
  {
    rule: 'links and the files to read lead somewhere',
    check: (files) => [...brokenLinks(files), ...missingReading(files)],
    broken: [
      [{ 'plans/plan.md': '[server](phase-1.md)' }, /plans\/plan\.md: phase-1\.md leads nowhere/],
      [{ 'plans/plan.md': '# Plan\n\n[rules](plan.md#rules)' }, /plan\.md#rules leads nowhere/],
      [{ 'prompts/builder.md': 'Read `plans/plan.md`.' }, /builder\.md speaks of plans\/plan\.md/],
    ],
  },
  {
    rule: 'no file has more than 400 lines',
    check: longDocuments,
    broken: [[{ 'plans/plan.md': '\n'.repeat(401) }, /plans\/plan\.md has 401 lines/]],
  },
  {
    rule: 'no folder of a machine and no host but those of example.org',
    check: (files) => [...machinePaths(files), ...namedHosts(files)],
    broken: [
      [{ 'plans/plan.md': `Look into ${somebodysFolder}.` }, /plans\/plan\.md:1 names a folder/],
      [{ 'plans/plan.md': `Not ci.example.org but ${somebodysHost}.` }, /names the host git\.somewhere/],
    ],
  },
  {
    rule: 'every prompt begins with a word, and says what to read, what never to do, how to wait and when to stop',
    check: promptProblems,
    broken: [
      [
        { 'prompts/builder.md': 'Hello\n## Read first\n\n## Never\n\n## Wait\n' },
        /builder\.md has no heading with “stop”/,
      ],
      [{ 'prompts/builder.md': '## Read first\n## Never\n## Wait and stop\n' }, /does not begin with a word/],
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

describe('the plan package', () => {
  it('has the phases in their order', () => {
    const ids = [...(repository.get('plans/phases.yaml') ?? '').matchAll(/^ {2}- id: "(.+)"$/gm)].map(([, id]) => id)

    expect(ids).toEqual(['1', '1c', '1b', '1d', '1e', '2', '2b', '3'])
  })

  it('explains every variable of the prompts, and no other', () => {
    const rows = [...(repository.get('prompts/README.md') ?? '').matchAll(/^\| `\{\{(\w+)\}\}` \| \S/gm)]

    expect(rows.map(([, name]) => name)).toEqual(variables)
  })
})
