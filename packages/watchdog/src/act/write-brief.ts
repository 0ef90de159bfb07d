import type { HandOverFacts } from '../ports/loop-control.js'

/** Of the last answer; what it says is a hint, and what git says is so. */
const longestAnswer = 4000

/**
 * The first prompt of a conversation that takes over from one that cannot go on: its prompt, and what was left behind.
 * From git and files alone, so that the same state gives the same text.
 */
export function writeBrief({ prompt, phase, status, commits, uncommitted, lastAnswer }: HandOverFacts): string {
  return [
    prompt.trim(),
    '',
    '# You take over',
    '',
    'Somebody worked on this before you, in a conversation that cannot be continued. Its work is in git and in the files.',
    'Look at them before you do anything: `git status`, `git log`, and what is already merged. Do nothing twice.',
    ...section('Phase', phase === null ? [] : [phase]),
    ...section('What STATUS.md says', quoted(status)),
    ...section('Newest commits, all of them done', listed(commits)),
    ...section('Changed and not committed', listed(uncommitted)),
    ...section('The last answer before you', quoted(shorten(lastAnswer))),
    '',
  ].join('\n')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines]
}

function listed(items: readonly string[]): readonly string[] {
  return items.map((item) => `- ${item}`)
}

/** As a quotation, so that no heading of it is taken for one of ours. */
function quoted(text: string): readonly string[] {
  const trimmed = text.trim()
  return trimmed === '' ? [] : trimmed.split('\n').map((line) => `> ${line}`.trimEnd())
}

function shorten(text: string): string {
  return text.length <= longestAnswer ? text : `…${text.slice(-longestAnswer)}`
}
