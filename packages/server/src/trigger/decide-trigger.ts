import type { ForgeComment, PullRequestHead } from '../ports/forge-channel.js'
import type { RunOrder } from '../queue/queued-run.js'
import { type Command, commandWords } from './parse-command.js'

/** What is known of the right of an account to ask; `unknown` when the forge could not be asked. */
export type Access = 'member' | 'allowed' | 'stranger' | 'unknown'

export interface TriggerFacts {
  readonly comment: ForgeComment
  readonly command: Command
  /** Login name of our own account. */
  readonly self: string
  /** The recipe that the comment’s repository holds; undefined when nobody watches it. */
  readonly recipe: string | undefined
  readonly access: Access
  /** Undefined when the forge could not be asked, or was not because nothing depends on it. */
  readonly head: PullRequestHead | undefined
}

export type Decision =
  | { readonly kind: 'nothing' }
  /** Something could not be looked up: to be decided when it can be, and neither refused nor forgotten (S-08). */
  | { readonly kind: 'later'; readonly why: string }
  /** One sentence, and nothing starts. */
  | {
      readonly kind: 'answer'
      readonly why: 'unwatched' | 'stranger' | 'help' | 'unknown' | 'closed'
      readonly body: string
    }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'run'; readonly order: RunOrder }

/** Decides what a comment leads to. A stranger learns nothing but that: neither help nor the state of what runs. */
export function decideTrigger(facts: TriggerFacts): Decision {
  const { comment, command, self, recipe, access } = facts
  if (command.kind === 'none' || sameLogin(comment.author, self)) return { kind: 'nothing' }
  if (recipe === undefined) return answer('unwatched')
  if (access === 'unknown') return { kind: 'later', why: `whether ${comment.author} may ask is not known` }
  if (access === 'stranger') return answer('stranger')
  if (command.kind === 'help' || command.kind === 'unknown') return answer(command.kind)
  if (command.kind === 'cancel') return { kind: 'cancel' }
  return decideRun(facts, { recipe, mode: command.mode })
}

function decideRun({ comment, head }: TriggerFacts, { recipe, mode }: Pick<RunOrder, 'recipe' | 'mode'>): Decision {
  const { repository, pullRequest: number } = comment
  if (head === undefined) return { kind: 'later', why: `the head of ${repository}#${number} is not known` }
  if (head.state !== 'open') return answer('closed')
  const pullRequest = { repository, number, hash: head.hash }
  const askedBy = comment.author
  return { kind: 'run', order: { recipe, pullRequest, mode, askedBy, commentId: comment.id, priority: 0 } }
}

const sentences = {
  unwatched: 'This repository is not watched, so nothing was started; an operator can add it to `server.watch`.',
  stranger: 'Thank you for asking; only members of the organisation can start a test, so please ask one of them to.',
  help: `I know ${commandWords}; it stands on the first line of a comment.`,
  unknown: `Nothing was started, because I do not know that command; I know ${commandWords}.`,
  closed: 'This pull request is not open, so nothing was started; open it again and ask once more.',
} as const

function answer(why: keyof typeof sentences): Decision {
  return { kind: 'answer', why, body: sentences[why] }
}

/** Forges do not tell case apart in login names. */
export function sameLogin(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
