export { bundledFonts, cardPng, loadRasteriser, rasterise } from './adapters/rasterise.js'
export { findRun, readRun, readRuns, type StoredRun, type StoredRuns } from './adapters/run-folders.js'
export { type RenderingOptions, type WrittenRenderings, writeRenderings } from './adapters/write-renderings.js'
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
export { renderJunit } from './formats/junit.js'
export { renderAltText } from './render/alt-text.js'
export { renderBadge, renderStateBadge } from './render/badge.js'
export { type CardOptions, renderCardSvg } from './render/card.js'
export { type PageOptions, renderRunPage } from './render/page.js'
export type { Pictures } from './render/page-screenshots.js'
export { renderSummary, type SummaryOptions } from './render/summary.js'
