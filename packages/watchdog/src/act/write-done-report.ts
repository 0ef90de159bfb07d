import type { CompletionFact } from '../decide/facts.js'

export interface TornDown {
  readonly commit: string
  /** Epoch seconds. */
  readonly at: number
  /** How each loop ended, in order. */
  readonly loops: readonly { readonly name: string; readonly outcome: string }[]
  readonly evidence: CompletionFact['evidence']
  /** What is still there though it should not be; empty when all is gone. */
  readonly leftovers: readonly string[]
}

/** What was done, by which proof, and what the teardown left; Markdown. */
export function writeDoneReport({ commit, at, loops, evidence, leftovers }: TornDown): string {
  return [
    '# Done',
    '',
    `Torn down at ${time(at)}, at commit ${commit}.`,
    '',
    '## Evidence',
    '',
    '| Phase | Item | Commit | Verified | Command |',
    '| --- | --- | --- | --- | --- |',
    ...evidence.map(({ phase, item, commit: proven, verifiedAt, command }) =>
      row([phase, item, proven, Number.isNaN(verifiedAt) ? 'unreadable' : time(verifiedAt), command]),
    ),
    '',
    '## Loops',
    '',
    ...loops.map(({ name, outcome }) => `- ${name}: ${outcome}`),
    '',
    '## Left over',
    '',
    ...(leftovers.length === 0 ? ['Nothing.'] : leftovers.map((each) => `- ${each}`)),
    '',
  ].join('\n')
}

function time(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}
