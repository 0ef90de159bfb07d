import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { renderCtrf } from '../formats/ctrf.js'
import { renderJunit } from '../formats/junit.js'
import { renderModelReport } from '../formats/model-report.js'
import { renderShields } from '../formats/shields.js'
import { renderBadge } from '../render/badge.js'
import { renderRunPage } from '../render/page.js'
import { cardPng } from './rasterise.js'
import { readPictures } from './read-pictures.js'
import { writeWhole } from './write-whole.js'

type Rendered = 'card' | 'badge' | 'junit' | 'page'

export interface WrittenRenderings {
  /** For results.json: the files that now exist, relative to the folder; null for those that do not. */
  readonly artefacts: Pick<RunResult['artefacts'], Rendered>
  readonly problems: readonly { readonly file: string; readonly reason: string }[]
}

export interface RenderingOptions {
  /** Epoch seconds. */
  readonly now: number
}

/**
 * Writes card, badge, page and the reports for machines into a run folder, each file whole or not at all. Never throws: results.json is
 * the source, and what is derived from it must not change a verdict. The page comes last and links what is there.
 */
export async function writeRenderings(
  result: RunResult,
  folder: string,
  { now }: RenderingOptions,
): Promise<WrittenRenderings> {
  const pictures = await readPictures(result, folder)
  const screenshot = pictures.get(result.artefacts.screenshot ?? '')
  const picture = screenshot === undefined ? {} : { screenshot }
  const problems: { file: string; reason: string }[] = []
  const attempt = async (file: string, render: () => string | Promise<Buffer>): Promise<string | null> => {
    try {
      await writeWhole(join(folder, file), await render())
      return file
    } catch (error) {
      problems.push({ file, reason: error instanceof Error ? error.message : String(error) })
      return null
    }
  }
  const card = await attempt('summary.png', () => cardPng(result, { theme: 'light', ...picture }))
  await attempt('summary-dark.png', () => cardPng(result, { theme: 'dark', ...picture }))
  const badge = await attempt('badge.svg', () => renderBadge(result, { now }))
  const written = { ...result.artefacts, card, badge }
  const junit = await attempt('junit/cc-ci.xml', () => renderJunit({ ...result, artefacts: written }))
  const presented = { ...result, artefacts: { ...written, junit } }
  await attempt('ctrf.json', () => renderCtrf(presented))
  await attempt('badge.json', () => renderShields(presented, { now }))
  await attempt('report.md', () => renderModelReport(presented))
  const page = await attempt('summary.html', () => renderRunPage(presented, { pictures }))
  return { artefacts: { card, badge, junit, page }, problems }
}
