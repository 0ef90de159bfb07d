import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { renderJunit } from '../formats/junit.js'
import { renderBadge } from '../render/badge.js'
import { renderRunPage } from '../render/page.js'
import { cardPng } from './rasterise.js'

export interface WrittenRenderings {
  /** The files that now exist, as names inside the folder. */
  readonly written: readonly string[]
  readonly problems: readonly { readonly file: string; readonly reason: string }[]
}

/**
 * Writes card, page, badge and JUnit into a run folder, each file whole or not at all. Never throws: results.json is
 * the source, and what is derived from it must not change a verdict.
 */
export async function writeRenderings(
  result: RunResult,
  folder: string,
  { now, screenshot }: { readonly now: number; readonly screenshot?: Uint8Array },
): Promise<WrittenRenderings> {
  const picture = screenshot === undefined ? {} : { screenshot }
  const renderings: readonly (readonly [string, () => string | Promise<Buffer>])[] = [
    ['summary.png', () => cardPng(result, { theme: 'light', ...picture })],
    ['summary-dark.png', () => cardPng(result, { theme: 'dark', ...picture })],
    ['summary.html', () => renderRunPage(result, picture)],
    ['badge.svg', () => renderBadge(result, { now })],
    ['junit/cc-ci.xml', () => renderJunit(result)],
  ]
  const written: string[] = []
  const problems: { file: string; reason: string }[] = []
  for (const [file, render] of renderings) {
    try {
      await writeWhole(join(folder, file), await render())
      written.push(file)
    } catch (error) {
      problems.push({ file, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return { written, problems }
}

async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.part`, content)
  await rename(`${path}.part`, path)
}
