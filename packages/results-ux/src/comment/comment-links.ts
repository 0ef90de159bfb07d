import type { RunResult } from '@cc-ci/contracts/run-result'
import { renderAltText } from '../render/alt-text.js'
import { attribute } from './markdown.js'

/** Addresses that a reader of the pull request can open. What is not given is not shown: no image before it exists. */
export interface CommentLinks {
  /** The run’s page. */
  readonly page?: string
  readonly badge?: string
  /** The card, as an attachment of the comment, so that it outlives the host. */
  readonly card?: string
  readonly darkCard?: string
  readonly log?: string
  readonly junit?: string
}

export function badgeOf({ level }: RunResult, { page, badge }: CommentLinks): string {
  if (badge === undefined) return ''
  const image = `<img src="${attribute(badge)}" alt="cc-ci level ${level} of 5" height="22">`
  return page === undefined ? image : `<a href="${attribute(page)}">${image}</a>`
}

/** The card, which follows the theme of the forge where there is a dark one. */
export function pictureOf(result: RunResult, { page, card, darkCard }: CommentLinks): string {
  if (card === undefined) return ''
  const image = `<img src="${attribute(card)}" width="600" alt="${attribute(renderAltText(result))}">`
  const picture =
    darkCard === undefined
      ? image
      : `<picture><source media="(prefers-color-scheme: dark)" srcset="${attribute(darkCard)}">${image}</picture>`
  return page === undefined ? picture : `<a href="${attribute(page)}">${picture}</a>`
}

export function runLinks({ page, log, junit }: CommentLinks): string[] {
  const links = [
    ['Report', page],
    ['Log', log],
    ['JUnit', junit],
  ] as const
  return links.flatMap(([name, address]) =>
    address === undefined ? [] : [`[${name}](<${address.replaceAll('>', '%3E')}>)`],
  )
}
