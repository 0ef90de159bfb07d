import { createHmac } from 'node:crypto'
import type { WebhookForge } from '../trigger/verify-webhook.js'
import { giteaShapes, githubShapes } from './forge-shapes.js'
import type { ForgeState, StoredComment } from './forge-state.js'

export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface WebhookPlan {
  readonly forge: WebhookForge
  readonly secret: string
  readonly state: ForgeState
  readonly forgeUrl?: string
  readonly action?: 'created' | 'edited' | 'deleted'
}

/** What a forge sends when somebody commented, with all the headers that it adds. */
export function drawWebhook(
  comment: StoredComment,
  { forge, secret, state, forgeUrl = 'https://git.example.org', action = 'created' }: WebhookPlan,
): SignedWebhook {
  const shapes = (forge === 'github' ? githubShapes : giteaShapes)(forgeUrl)
  const { repository, number, onPullRequest, author } = comment
  const page = `${forgeUrl}/${repository}/${forge === 'github' ? 'pull' : 'pulls'}/${number}`
  const body = JSON.stringify({
    action,
    issue: {
      id: 1,
      number,
      title: 'Raise the version',
      state: 'open',
      ...(onPullRequest ? { pull_request: { html_url: page } } : forge !== 'github' && { pull_request: null }),
    },
    comment: shapes.comment(comment, state),
    repository: { id: 3, name: repository.split('/')[1], full_name: repository },
    sender: shapes.user(author),
    ...(forge !== 'github' && { is_pull: onPullRequest }),
  })
  return { headers: { 'content-type': 'application/json', ...headersOf(forge, secret, body) }, body }
}

/** Signs any body as a forge does. */
export function headersOf(forge: WebhookForge, secret: string, body: string): Record<string, string> {
  const hmac = (algorithm: string): string => createHmac(algorithm, secret).update(body).digest('hex')
  const github = {
    'x-github-event': 'issue_comment',
    'x-github-delivery': 'e7a4d8c2',
    'x-hub-signature': `sha1=${hmac('sha1')}`,
    'x-hub-signature-256': `sha256=${hmac('sha256')}`,
  }
  if (forge === 'github') return github
  const gitea = {
    ...github,
    'x-gitea-delivery': 'e7a4d8c2',
    'x-gitea-event': 'issue_comment',
    'x-gitea-event-type': 'pull_request_comment',
    'x-gitea-signature': hmac('sha256'),
  }
  if (forge === 'gitea') return gitea
  return { ...gitea, 'x-forgejo-event': 'issue_comment', 'x-forgejo-signature': hmac('sha256') }
}

/** Sends it, and gives the status that the receiver answered. */
export async function sendWebhook(to: string, { headers, body }: SignedWebhook): Promise<number> {
  const response = await fetch(to, { method: 'POST', headers: { ...headers }, body })
  await response.arrayBuffer()
  return response.status
}
