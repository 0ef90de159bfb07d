import type { ForgeState, StoredAsset, StoredComment, StoredPullRequest, StoredStatus } from './forge-state.js'

/** How a forge writes what it keeps. */
export interface ForgeShapes {
  user(login: string): object
  organisation(name: string): object
  comment(comment: StoredComment, state: ForgeState): object
  pullRequest(repository: string, number: number, pullRequest: StoredPullRequest): object
  status(status: StoredStatus, creator: string): object
  reaction(login: string, content: string): object
  asset(asset: StoredAsset): object
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '')
const numberOf = (login: string): number => [...login].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)

/** As Gitea 1.25 writes it, with parts around it that a reader must not stumble over. */
export const giteaShapes = (url: string): ForgeShapes => {
  const user = (login: string) => ({ id: numberOf(login), login, full_name: '', email: `${login}@noreply.example.org` })
  const asset = ({ id, name, bytes, uuid }: StoredAsset) => ({
    id,
    name,
    size: bytes.length,
    download_count: 0,
    created_at: iso(0),
    uuid,
    browser_download_url: `${url}/attachments/${uuid}`,
  })
  return {
    user,
    asset,
    organisation: (name) => ({ id: numberOf(name), name, username: name, full_name: '', visibility: 'public' }),
    comment: ({ id, repository, number, onPullRequest, author, body, createdAt, updatedAt, assets }) => ({
      id,
      html_url: `${url}/${repository}/${onPullRequest ? 'pulls' : 'issues'}/${number}#issuecomment-${id}`,
      pull_request_url: onPullRequest ? `${url}/${repository}/pulls/${number}` : '',
      issue_url: onPullRequest ? '' : `${url}/${repository}/issues/${number}`,
      user: user(author),
      original_author: '',
      original_author_id: 0,
      body,
      assets: assets.map(asset),
      created_at: iso(createdAt),
      updated_at: iso(updatedAt),
    }),
    pullRequest: (repository, number, { state, hash }) => ({
      id: number,
      number,
      title: 'Raise the version',
      state: state === 'open' ? 'open' : 'closed',
      merged: state === 'merged',
      html_url: `${url}/${repository}/pulls/${number}`,
      user: user('visitor'),
      base: { label: 'main', ref: 'main', sha: '0'.repeat(40), repo_id: 3 },
      head: { label: 'raise', ref: 'raise', sha: hash, repo_id: 4 },
    }),
    status: ({ state, context, description, target_url }, creator) => ({
      id: 1,
      status: state,
      context,
      description,
      target_url,
      url: `${url}/api/v1/status`,
      creator: user(creator),
      created_at: iso(0),
      updated_at: iso(0),
    }),
    reaction: (login, content) => ({ user: user(login), content, created_at: iso(0) }),
  }
}

/** As GitHub’s REST API of 2022-11-28 writes it. */
export const githubShapes = (url: string): ForgeShapes => {
  const user = (login: string) => ({ login, id: numberOf(login), node_id: 'U_1', type: 'User', site_admin: false })
  return {
    user,
    asset: () => ({}),
    organisation: (login) => ({ login, id: numberOf(login), node_id: 'O_1', description: null }),
    comment: ({ id, repository, number, onPullRequest, author, body, createdAt, updatedAt }) => ({
      url: `${url}/api/v3/repos/${repository}/issues/comments/${id}`,
      html_url: `${url}/${repository}/${onPullRequest ? 'pull' : 'issues'}/${number}#issuecomment-${id}`,
      issue_url: `${url}/api/v3/repos/${repository}/issues/${number}`,
      id,
      node_id: 'IC_1',
      user: user(author),
      created_at: iso(createdAt),
      updated_at: iso(updatedAt),
      author_association: 'NONE',
      body,
      performed_via_github_app: null,
    }),
    pullRequest: (repository, number, { state, hash }) => ({
      id: number,
      node_id: 'PR_1',
      number,
      title: 'Raise the version',
      state: state === 'open' ? 'open' : 'closed',
      merged: state === 'merged',
      merged_at: state === 'merged' ? iso(0) : null,
      html_url: `${url}/${repository}/pull/${number}`,
      user: user('visitor'),
      base: { label: 'org:main', ref: 'main', sha: '0'.repeat(40) },
      head: { label: 'visitor:raise', ref: 'raise', sha: hash, repo: null },
    }),
    status: ({ state, context, description, target_url }, creator) => ({
      id: 1,
      node_id: 'SC_1',
      state,
      context,
      description,
      target_url,
      creator: user(creator),
      created_at: iso(0),
      updated_at: iso(0),
    }),
    reaction: (login, content) => ({ id: 1, node_id: 'R_1', user: user(login), content, created_at: iso(0) }),
  }
}
