/** The roles of loops out of the box, in the order in which they are started. */
export const firstLoops = ['builder', 'adversary', 'orchestrator'] as const

export type FirstLoop = (typeof firstLoops)[number]

/** Where a loop has its own clone, relative to cc-ci.yaml. */
export const cloneFolder = (name: string): string => `clones/${name}`

export interface LoopEntry {
  readonly name: FirstLoop
  readonly role: FirstLoop
  readonly prompts: readonly string[]
  readonly folder: string
}

export function loopEntry(name: FirstLoop): LoopEntry {
  return { name, role: name, prompts: [`prompts/${name}.md`], folder: cloneFolder(name) }
}

/** `protocol` of cc-ci.yaml as text, with its line end. */
export const protocolText = `# Where the loops hand work to each other: this repository, below one folder.
protocol:
  repository: .
  folder: protocol
`

/** `loops` of cc-ci.yaml as text, with its line end. */
export function loopsText(names: readonly FirstLoop[]): string {
  return `# The agents that \`cc-ci loop start\` keeps at work, each in a clone of its own.
loops:
${names.map((name) => entryText(name, name)).join('')}  # Two jobs beside them; take the marks away to have them.
${['upgrader', 'assistant'].map((name) => commented(entryText(name, 'job'))).join('')}`
}

function entryText(name: string, role: string): string {
  return `  - name: ${name}
    role: ${role}
    prompts: [prompts/${name}.md]
    folder: ${cloneFolder(name)}
`
}

const commented = (text: string): string => text.replaceAll(/^ {2}/gm, '  # ')
