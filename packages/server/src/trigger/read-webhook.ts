import { z } from 'zod'
import type { ForgeComment } from '../ports/forge-channel.js'
import { webhookInvalid } from './webhook-failures.js'

/** Gitea names comments on pull requests apart from those on issues in some of its headers. */
const commentEvents = ['issue_comment', 'pull_request_comment']

const schema = z.object({
  action: z.string(),
  is_pull: z.boolean().nullish(),
  issue: z.object({ number: z.number().int().positive(), pull_request: z.looseObject({}).nullish() }),
  comment: z.object({
    id: z.number().int().positive(),
    body: z.string().nullish(),
    user: z.object({ login: z.string() }).nullish(),
    created_at: z.iso.datetime({ offset: true }),
  }),
  repository: z.object({ full_name: z.string().regex(/^(?!\.+\/)[\w.-]+\/(?!\.+$)[\w.-]+$/) }),
})

/** Reads the body of a webhook whose signature was checked; null when it tells of no new comment on a pull request. */
export function readWebhook(event: string, body: Uint8Array): ForgeComment | null {
  if (!commentEvents.includes(event)) return null
  const { success, data, error } = schema.safeParse(parsed(body))
  if (!success) throw webhookInvalid(`${error.issues[0]?.path.join('.') || 'its body'} is not as forges tell it`)
  const { action, is_pull: isPull, issue, comment, repository } = data
  if (action !== 'created' || !(isPull || issue.pull_request)) return null
  return {
    id: `${comment.id}`,
    repository: repository.full_name,
    pullRequest: issue.number,
    author: comment.user?.login ?? '',
    body: comment.body ?? '',
    createdAt: Math.floor(Date.parse(comment.created_at) / 1000),
  }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw webhookInvalid('its body is no JSON')
  }
}
