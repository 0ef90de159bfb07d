import type { CommentPage, ForgeComment } from '../ports/forge-channel.js'
import { drawCursor, readCursor } from './comment-cursor.js'

export interface DatedComment {
  /** Null for a comment on an issue. */
  readonly comment: ForgeComment | null
  readonly id: string
  /** Epoch seconds. */
  readonly updatedAt: number
}

export interface CommentQuestion {
  /** Epoch seconds; comments of that second are among the answers. */
  readonly since: number
  /** Counted from 1. */
  readonly page: number
  readonly etag: string | null
}

export interface CommentAnswer {
  readonly comments: readonly DatedComment[]
  readonly etag: string | null
  /** Whether there may be another page, told the number of comments read before this one. */
  readonly goesOn: (before: number) => boolean
}

/** Comments are dated before they can be seen: one that took that long to be written is still found. */
const overlapSeconds = 60
/** No forge calls so few comments a page: after them, a new one changes the answer and not only what follows it. */
const surelyNoPage = 10

/**
 * Reads all comments since a cursor, page by page. What was changed in the last minute before the newest comes again
 * with the next question; who reads must know comments by their ids.
 */
export async function readComments(
  asked: { readonly cursor: string | null; readonly since: number },
  ask: (question: CommentQuestion) => Promise<CommentAnswer | 'not modified'>,
): Promise<CommentPage> {
  const { since, etag } = readCursor(asked.cursor, asked.since)
  const first = await ask({ since, page: 1, etag })
  if (first === 'not modified') return { comments: [], cursor: drawCursor({ since, etag }) }
  const found = new Map<string, DatedComment>()
  let page = 1
  for (let answer = first; take(answer, found); ) {
    page += 1
    const next = await ask({ since, page, etag: null })
    if (next === 'not modified') break
    answer = next
  }
  const dated = [...found.values()]
  const newest = dated.reduce((latest, { updatedAt }) => Math.max(latest, updatedAt), 0)
  const nextSince = Math.max(since, newest - overlapSeconds)
  // A full page stays the same while what follows it grows.
  const sameQuestion = nextSince === since && page === 1 && first.comments.length <= surelyNoPage
  return {
    comments: dated
      .map(({ comment }) => comment)
      .filter((comment) => comment !== null)
      .sort((one, other) => one.createdAt - other.createdAt || Number(one.id) - Number(other.id)),
    cursor: drawCursor({ since: nextSince, etag: sameQuestion ? first.etag : null }),
  }
}

/** Keeps what is new in an answer, and says whether to read on: not where a forge gives the same page again. */
function take({ comments, goesOn }: CommentAnswer, found: Map<string, DatedComment>): boolean {
  const before = found.size
  for (const comment of comments) found.set(comment.id, comment)
  return found.size > before && goesOn(before)
}
