export { bundledFonts, cardPng, loadRasteriser, rasterise } from './adapters/rasterise.js'
export { findRun, readRun, readRuns, type StoredRun, type StoredRuns } from './adapters/run-folders.js'
export { signRun, type Verification, verifyRun } from './adapters/signed-results.js'
export { type RenderingOptions, type WrittenRenderings, writeRenderings } from './adapters/write-renderings.js'
export { renderComment, renderQueuedComment, renderRunningComment } from './comment/comment.js'
export type { CommentLinks } from './comment/comment-links.js'
export type { CommentOptions, Queued, Running } from './comment/comment-options.js'
export { type CommitStatus, renderCommitStatus, renderPendingStatus } from './comment/commit-status.js'
export { codeBlock, inline } from './comment/markdown.js'
export { drawMarker, type Marker, mayReplace, parseMarker } from './comment/marker.js'
export { lastOfMain, lastOfPullRequest } from './compare/choose-baseline.js'
export { compareRuns, type RunComparison, type RungChange, type RungComparison } from './compare/compare-runs.js'
export type { StoreComparison } from './compare/compare-stores.js'
export { type ComparisonOptions, renderComparison } from './compare/render-comparison.js'
export {
  levels,
  noLevel,
  type ShownStatus,
  shownStatuses,
  statusColours,
  surfaces,
  type Theme,
  themes,
} from './design/tokens.js'
export { renderCtrf, renderCtrfOf } from './formats/ctrf.js'
export { type FormatName, formatNames, renderAs } from './formats/formats.js'
export { renderJunit } from './formats/junit.js'
export { renderModelReport } from './formats/model-report.js'
export { renderShields, renderShieldsState } from './formats/shields.js'
export { renderTap, renderTapOf, type Untested } from './formats/tap.js'
export { isOfMain, type RunRow, toRunRow } from './history/run-row.js'
export { type MetadataChange, type ReadmePatch, renderReadmePatch } from './readme/render-readme-patch.js'
export { renderAltText } from './render/alt-text.js'
export { renderBadge, renderStateBadge } from './render/badge.js'
export { type CardOptions, renderCardSvg } from './render/card.js'
export { type PageOptions, renderRunPage } from './render/page.js'
export type { Pictures } from './render/page-screenshots.js'
export { renderSummary, type SummaryOptions } from './render/summary.js'
