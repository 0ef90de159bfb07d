import type { RunResult } from '@cc-ci/contracts/run-result'
import { renderComment } from '../comment/comment.js'
import { renderCommitStatus } from '../comment/commit-status.js'
import { renderAltText } from '../render/alt-text.js'
import { renderBadge } from '../render/badge.js'
import { renderRunPage } from '../render/page.js'
import { renderCtrf } from './ctrf.js'
import { renderJunit } from './junit.js'
import { renderModelReport } from './model-report.js'
import { renderShields } from './shields.js'
import { renderTap } from './tap.js'

export interface FormatOptions {
  /** Epoch seconds. */
  readonly now: number
}

type Renderer = (result: RunResult, options: FormatOptions) => string

/** Every text that one result is rendered into without knowing anything else. */
const formats = {
  junit: (result) => renderJunit(result),
  ctrf: (result) => renderCtrf(result),
  tap: (result) => renderTap(result),
  shields: (result, options) => renderShields(result, options),
  badge: (result, options) => renderBadge(result, options),
  page: (result) => renderRunPage(result),
  markdown: (result) => renderModelReport(result),
  comment: (result) => renderComment(result),
  status: (result) => `${JSON.stringify(renderCommitStatus(result, { targetUrl: '' }), null, 2)}\n`,
  alt: (result) => `${renderAltText(result)}\n`,
} satisfies Readonly<Record<string, Renderer>>

export type FormatName = keyof typeof formats
export const formatNames = Object.keys(formats) as FormatName[]

/** A result in one of the formats. */
export function renderAs(name: FormatName, result: RunResult, options: FormatOptions): string {
  return formats[name](result, options)
}
