import type { ForgeChannel } from '../ports/forge-channel.js'
import type { OutboxEntry, Outgoing } from './outgoing.js'

export type Answer = OutboxEntry & { readonly outgoing: Extract<Outgoing, { kind: 'answer' }> }

/** Says a sentence once: who was killed before it was noted as said finds it by its hidden key. */
export async function tellAnswer(
  { key, outgoing }: Answer,
  { forge, self }: { readonly forge: ForgeChannel; readonly self: () => Promise<string> },
): Promise<void> {
  const { repository, pullRequest, body } = outgoing
  const mark = `<!-- cc-ci:answer ${encodeURIComponent(key).replaceAll('-', '%2D')} -->`
  const ours = await forge.commentsOf(repository, pullRequest, await self())
  if (ours.some((comment) => comment.body.includes(mark))) return
  await forge.createComment(repository, pullRequest, `${body}\n\n${mark}`)
}
