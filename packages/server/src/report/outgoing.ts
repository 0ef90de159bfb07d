import type { CommitStatus, Reaction } from '../ports/forge-channel.js'

/** Something that a forge is to be told. What is kept in the outbox is told at least once, and the newest wins. */
export type Outgoing =
  | { readonly kind: 'reaction'; readonly repository: string; readonly commentId: string; readonly reaction: Reaction }
  | { readonly kind: 'status'; readonly repository: string; readonly hash: string; readonly status: CommitStatus }
  /** The one comment of a recipe on a pull request, made or edited in place. */
  | {
      readonly kind: 'comment'
      readonly repository: string
      readonly pullRequest: number
      readonly recipe: string
      /** `{{card}}` and `{{dark-card}}` in it become the addresses of the attachments. */
      readonly body: string
      /** Run folder whose card is to be attached; null while there is none. */
      readonly cardFolder: string | null
    }
  /** A sentence to who asked: a comment of its own, said once. */
  | { readonly kind: 'answer'; readonly repository: string; readonly pullRequest: number; readonly body: string }

export interface OutboxEntry {
  readonly id: number
  /** Entries of one key replace each other: only the newest that was not told yet is told. */
  readonly key: string
  /** Of the run that it tells of; an older one never takes the place of a newer one (S-10). 0 for an answer. */
  readonly seq: number
  readonly outgoing: Outgoing
  readonly attempts: number
  /** Epoch seconds before which it is not tried again. */
  readonly notBefore: number
}
