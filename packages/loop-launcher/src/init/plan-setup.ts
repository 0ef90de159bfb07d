import { addLoops } from './add-loops.js'
import { cloneFolder, firstLoops } from './loop-entries.js'

/** What a workspace holds where something of ours would go; paths are relative to it, with slashes. */
export interface SetupInput {
  /** The text of cc-ci.yaml, which is valid. */
  readonly config: string
  /** `plans/…` and `prompts/…` as cc-ci brings them. */
  readonly package: ReadonlyMap<string, string>
  /** Texts of the workspace at any path that could matter; undefined at one that is free. */
  readonly present: (path: string) => string | undefined
  /** `protocol.folder` of cc-ci.yaml. */
  readonly protocolFolder: string
}

export interface SetupFile {
  readonly path: string
  readonly content: string
  /** What it is for, in a few words. */
  readonly purpose: string
}

export interface SetupPlan {
  readonly write: readonly SetupFile[]
  /** There already, as we would write them. */
  readonly kept: readonly string[]
  /** What stands where something else would go; nothing may be written while there is any. */
  readonly inTheWay: readonly string[]
}

/** Decides what `loop init` writes. It adds, and replaces nothing but cc-ci.yaml and .gitignore, both by longer ones. */
export function planSetup(input: SetupInput): SetupPlan {
  const { config, package: brought, present, protocolFolder } = input
  const changed = addLoops(config)
  const wanted = [...broughtFiles(brought), ...skeleton(protocolFolder)]
  const inTheWay = wanted.filter(({ path, content, shared }) => {
    const there = present(path)
    return there !== undefined && there !== content && shared !== true
  })
  const missing = wanted.filter(({ path }) => present(path) === undefined)
  return {
    write: [
      ...(changed.ok && changed.text !== config ? [configFile(changed.text, changed.added)] : []),
      ...missing.map(({ path, content, purpose }) => ({ path, content, purpose })),
      ...ignoreFile(present('.gitignore')),
    ],
    kept: wanted.filter(({ path }) => present(path) !== undefined).map(({ path }) => path),
    inTheWay: [...(changed.ok ? [] : changed.obstacles), ...inTheWay.map(({ path }) => `${path}: differs from ours`)],
  }
}

interface WantedFile extends SetupFile {
  /** Written to as the work goes on, so that any content is right. */
  readonly shared?: boolean
}

const configFile = (content: string, added: readonly string[]): SetupFile => ({
  path: 'cc-ci.yaml',
  content,
  purpose: `${added.length} additions: loops, protocol`,
})

const purposes: readonly (readonly [RegExp, string])[] = [
  [/^plans\/README\.md$/, 'where to start reading'],
  [/^plans\/phases\.yaml$/, 'the phases, their items and models'],
  [/^plans\/phase-/, 'the plan of a phase'],
  [/^plans\/kickoff\.md$/, 'what to prepare before a start'],
  [/^plans\/plan\.md$/, 'mission and Definition of Done'],
  [/^plans\//, 'part of the plan'],
  [/^prompts\/README\.md$/, 'which variables a prompt may hold'],
  [/^prompts\//, 'the first prompt of a loop'],
]

function broughtFiles(brought: ReadonlyMap<string, string>): readonly WantedFile[] {
  return [...brought].map(([path, content]) => ({
    path,
    content,
    purpose: purposes.find(([pattern]) => pattern.test(path))?.[1] ?? 'part of the plan',
  }))
}

function skeleton(folder: string): readonly WantedFile[] {
  const file = (path: string, content: string, purpose: string) => ({
    path: `${folder}/${path}`,
    content,
    purpose,
    shared: true,
  })
  return [
    file('README.md', readme, 'what lies here, and who writes what'),
    file('DECISIONS.md', '# Decisions\n\nWhat was decided, when, by whom, and why.\n', 'decisions, by any loop'),
    file('DEFERRED.md', '# Deferred\n\nWhat was put off, and what has to happen first.\n', 'work that was put off'),
    ...firstLoops.map((name) => file(`inbox/${name}/.gitkeep`, '', `messages to the ${name}`)),
  ]
}

const readme = `# Protocol

The loops talk to each other only through this folder, and through the commits that change it.

- \`<phase>/STATUS.md\`: claims, written by the builder.
- \`<phase>/REVIEW.md\`: verdicts and findings, written by the adversary.
- \`<phase>/BACKLOG.md\`, \`<phase>/JOURNAL.md\`: the builder's next steps, and its reasons.
- \`DECISIONS.md\`, \`DEFERRED.md\`, \`inbox/<loop>/\`: written by anyone.

\`cc-ci phase\` writes the tables and commits them; \`cc-ci phase lint\` checks what was written by hand.
`

const ignored = [`/${cloneFolder('')}`, '/.cc-ci/']

/** A clone within the repository would make it dirty for ever. */
function ignoreFile(there: string | undefined): readonly SetupFile[] {
  const lines = (there ?? '').split(/\r?\n/).map((line) => line.trim())
  const missing = ignored.filter((line) => !lines.includes(line))
  if (missing.length === 0) return []
  const before = there === undefined || there === '' || there.endsWith('\n') ? (there ?? '') : `${there}\n`
  return [{ path: '.gitignore', content: `${before}${missing.join('\n')}\n`, purpose: 'leaves out clones and state' }]
}
