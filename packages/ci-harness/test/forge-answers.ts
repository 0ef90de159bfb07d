import type { PullRequest as GiteaPullRequest } from 'gitea-js'
import type { PullRequest } from '../src/ports/forge.js'

/** A pull request as Gitea’s API tells it, with the parts around it that a reader must not stumble over. */
export function giteaAnswer({ number, title, state, url, base, head }: PullRequest): GiteaPullRequest {
  const repository = (full: string, cloneUrl: string) => ({
    id: 3,
    name: full.split('/')[1] ?? '',
    full_name: full,
    clone_url: cloneUrl,
    private: false,
    fork: full !== base.repository,
    default_branch: 'main',
  })
  return {
    id: 1,
    number,
    title,
    state: (state === 'open' ? 'open' : 'closed') as NonNullable<GiteaPullRequest['state']>,
    merged: state === 'merged',
    draft: false,
    html_url: url,
    user: { id: 2, login: 'visitor' },
    base: {
      label: base.branch,
      ref: base.branch,
      sha: '0'.repeat(40),
      repo_id: 3,
      repo: repository(base.repository, base.cloneUrl),
    },
    head: {
      label: head.branch,
      ref: head.branch,
      sha: head.hash,
      repo_id: head.repository === null ? -1 : 3,
      // Gitea leaves the repository out once it is deleted.
      ...(head.repository !== null && head.cloneUrl !== null && { repo: repository(head.repository, head.cloneUrl) }),
    },
  }
}

/** The same as GitHub’s API tells it. */
export function githubAnswer({ number, title, state, url, base, head }: PullRequest): object {
  const repository = (full: string, cloneUrl: string) => ({
    id: 3,
    name: full.split('/')[1],
    full_name: full,
    clone_url: cloneUrl,
    private: false,
    fork: full !== base.repository,
    default_branch: 'main',
  })
  return {
    id: 1,
    node_id: 'PR_1',
    number,
    title,
    state: state === 'open' ? 'open' : 'closed',
    merged: state === 'merged',
    merged_at: state === 'merged' ? '2026-01-02T03:04:05Z' : null,
    merge_commit_sha: 'f'.repeat(40),
    draft: false,
    html_url: url,
    user: { id: 2, login: 'visitor', type: 'User' },
    base: {
      label: `org:${base.branch}`,
      ref: base.branch,
      sha: '0'.repeat(40),
      repo: repository(base.repository, base.cloneUrl),
    },
    head: {
      label: `visitor:${head.branch}`,
      ref: head.branch,
      sha: head.hash,
      repo: head.repository === null || head.cloneUrl === null ? null : repository(head.repository, head.cloneUrl),
    },
  }
}
