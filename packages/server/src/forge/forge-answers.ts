import { z } from 'zod'
import type { ForgeComment, PullRequestHead } from '../ports/forge-channel.js'
import type { DatedComment } from './read-comments.js'

const time = z.iso.datetime({ offset: true }).transform((text) => Math.floor(Date.parse(text) / 1000))
const user = z.object({ login: z.string() }).nullish()

/** What Gitea and GitHub both tell of a comment; Gitea names the pull request, GitHub shows it by the page. */
export const commentAnswer = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  html_url: z.string().nullish(),
  pull_request_url: z.string().nullish(),
  user,
  created_at: time,
  updated_at: time.nullish(),
})
export type CommentAnswerBody = z.infer<typeof commentAnswer>

export const accountAnswer = z.object({ login: z.string().min(1) })
/** Of a comment, a status, an organisation: a page that a proxy shows instead has none. */
export const identifiedAnswer = z.object({ id: z.number().int() })
export const reactionAnswer = z.object({ content: z.string() })
/** The status that says “is a member”: whatever a proxy shows instead has another. */
export const memberAnswer = z.literal(204)
export const pullRequestAnswer = z.object({
  state: z.string(),
  merged: z.boolean().nullish(),
  head: z.object({ sha: z.string().regex(/^[0-9a-f]{40,64}$/) }),
})

export function headOf({ state, merged, head }: z.infer<typeof pullRequestAnswer>): PullRequestHead {
  return { state: merged ? 'merged' : state === 'closed' ? 'closed' : 'open', hash: head.sha }
}

export function datedComment(repository: string, answer: CommentAnswerBody): DatedComment {
  const { id, created_at: createdAt, updated_at: updatedAt } = answer
  return { id: `${id}`, comment: forgeComment(repository, answer), updatedAt: updatedAt ?? createdAt }
}

function forgeComment(repository: string, answer: CommentAnswerBody): ForgeComment | null {
  const pullRequest = pullRequestOf(answer.pull_request_url || (answer.html_url ?? ''))
  if (pullRequest === undefined) return null
  return {
    id: `${answer.id}`,
    repository,
    pullRequest,
    author: answer.user?.login ?? '',
    body: answer.body ?? '',
    createdAt: answer.created_at,
  }
}

/** The number at the end of the page or the API address of a pull request; undefined for those of an issue. */
function pullRequestOf(url: string): number | undefined {
  const number = /\/pulls?\/(\d{1,12})(?:[#?].*)?$/.exec(url)?.[1]
  return number === undefined ? undefined : Number(number)
}
