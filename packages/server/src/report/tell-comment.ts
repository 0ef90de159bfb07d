import { isCcCiError } from '@cc-ci/kernel'
import type { ForgeChannel } from '../ports/forge-channel.js'
import type { MarkerReader } from '../ports/marker-reader.js'
import type { Presenter } from '../ports/presenter.js'
import { cardFile } from './card-files.js'
import type { OutboxEntry, Outgoing } from './outgoing.js'
import { type CardAddresses, placeCard, wantsCard } from './place-card.js'

export interface CommentPorts {
  readonly forge: ForgeChannel
  readonly markers: MarkerReader
  readonly cards: Pick<Presenter, 'card'>
}

export type StickyComment = OutboxEntry & { readonly outgoing: Extract<Outgoing, { kind: 'comment' }> }

/** After so many attempts a comment whose card the forge does not take stays without it. */
const cardAttempts = 5
const noCards: CardAddresses = { light: undefined, dark: undefined }

/**
 * Makes the one comment of a recipe, or edits it in place. It is looked for each time, by its marker and its author: so
 * a comment whose making was not answered is found, not made twice (S-09). One of a later run is left alone (S-10).
 * The card is attached before it is embedded; without one, the words are told all the same.
 */
export async function tellComment(
  { seq, attempts, outgoing }: StickyComment,
  { forge, markers, cards, self }: CommentPorts & { readonly self: () => Promise<string> },
): Promise<void> {
  const { repository, pullRequest, recipe, body, cardFolder } = outgoing
  const ours = (await forge.commentsOf(repository, pullRequest, await self())).flatMap((comment) => {
    const marker = markers.read(comment.body)
    return marker?.recipe === recipe ? [{ ...comment, seq: marker.seq }] : []
  })
  if (ours.some((comment) => comment.seq > seq)) return
  const plain = placeCard(body, noCards)
  const there = ours[0] ?? { ...(await forge.createComment(repository, pullRequest, plain)), body: plain }
  const edit = async (text: string): Promise<void> => {
    if (text !== there.body) await forge.editComment(repository, there.id, text)
  }
  if (cardFolder === null || !wantsCard(body)) return edit(plain)

  const attach = async (theme: 'light' | 'dark'): Promise<string | undefined> => {
    const bytes = await cards.card(cardFolder, theme).catch(() => undefined)
    if (bytes === undefined) return undefined
    return (await forge.attach(repository, there.id, { name: cardFile(seq, theme), bytes })) ?? undefined
  }
  let addresses: CardAddresses
  try {
    addresses = { light: await attach('light'), dark: await attach('dark') }
  } catch (error) {
    await edit(plain)
    if (mayBeTakenLater(error) && attempts < cardAttempts) throw error
    return
  }
  await edit(placeCard(body, addresses))
}

/** A forge that refuses an attachment by its rules refuses it again. */
const mayBeTakenLater = (error: unknown): boolean =>
  isCcCiError(error) && ['FORGE_UNREACHABLE', 'FORGE_RATE_LIMITED'].includes(error.code)
