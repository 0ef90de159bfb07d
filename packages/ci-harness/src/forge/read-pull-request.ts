import type { PullRequest } from '../ports/forge.js'
import { type ForgeQuestion, forgeAnswerInvalid } from './forge-failures.js'

type Maybe<T> = { readonly [Key in keyof T]?: T[Key] | null | undefined }

interface AnsweredRepository {
  readonly full_name: string
  readonly clone_url: string
}

interface AnsweredBranch {
  readonly ref: string
  readonly sha: string
  readonly repo: Maybe<AnsweredRepository>
}

/** What both kinds of forges answer: Gitea’s API follows GitHub’s. Nothing in it is promised. */
export type PullRequestAnswer = Maybe<{
  title: string
  state: string
  merged: boolean
  html_url: string
  base: Maybe<AnsweredBranch>
  head: Maybe<AnsweredBranch>
}>

/** Reads a forge’s answer. Throws FORGE_ANSWER_INVALID for what lacks the repository or the hash. */
export function readPullRequest(answer: PullRequestAnswer | null | undefined, question: ForgeQuestion): PullRequest {
  const { base, head, title, html_url: url } = answer ?? {}
  const target = repositoryOf(base)
  if (target === undefined || !head?.sha) throw forgeAnswerInvalid(question, 'without naming base and head')
  const source = repositoryOf(head)
  return {
    number: question.number,
    title: title ?? '',
    state: stateOf(answer),
    url: url ?? `${question.forgeUrl}/${question.repository}/pulls/${question.number}`,
    base: { ...target, branch: base?.ref ?? '' },
    head: {
      hash: head.sha,
      branch: head.ref ?? '',
      repository: source?.repository ?? null,
      cloneUrl: source?.cloneUrl ?? null,
    },
  }
}

function stateOf(answer: PullRequestAnswer | null | undefined): PullRequest['state'] {
  if (answer?.merged) return 'merged'
  return answer?.state === 'closed' ? 'closed' : 'open'
}

function repositoryOf(
  branch: Maybe<AnsweredBranch> | null | undefined,
): { repository: string; cloneUrl: string } | undefined {
  const { full_name: repository, clone_url: cloneUrl } = branch?.repo ?? {}
  return repository && cloneUrl ? { repository, cloneUrl } : undefined
}
