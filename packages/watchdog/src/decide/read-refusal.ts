import type { RunnerFact } from './facts.js'
import type { Conversation } from './judgement.js'

/** A start that the client refuses, now and for ever. */
export interface Refusal {
  readonly says: string
  /** Another command that may work. */
  readonly instead: Conversation | null
  readonly hint: string
}

/** Whole lines of client 2.1.330; they count only for a run that never had its first prompt and ended with code 1. */
const refusals: readonly (readonly [RegExp, Refusal])[] = [
  [
    /^Error: Session ID \S+ is already in use\./m,
    { says: 'the client says that its conversation is in use', instead: 'resume', hint: 'find who uses it' },
  ],
  [
    /^No conversation found with session ID: /m,
    { says: 'the client does not know its conversation', instead: 'fresh', hint: 'look for its transcript' },
  ],
  [
    /^(error: )?(unknown option|.*--fork-session)/im,
    { says: 'the client refuses its arguments', instead: null, hint: 'look at the command in cc-ci.yaml' },
  ],
  [
    /(Do you trust the files in this folder\?|Quick safety check:)/,
    { says: 'the client does not trust its folder', instead: null, hint: 'run cc-ci loop doctor' },
  ],
  [
    /(ENOENT|No such file or directory).*(chdir|cwd|working directory)|^cd: .*No such file/im,
    { says: 'its folder is gone', instead: null, hint: 'make the clone anew with cc-ci loop init' },
  ],
]

const question: Refusal = {
  says: 'it asked something at its start that only a person may answer',
  instead: null,
  hint: 'run cc-ci loop doctor',
}

export function readRefusal({ exit, lastWords, prompted, asked }: RunnerFact): Refusal | null {
  if (asked) return question
  if (prompted || exit?.code !== 1) return null
  return refusals.find(([line]) => line.test(lastWords))?.[1] ?? null
}
